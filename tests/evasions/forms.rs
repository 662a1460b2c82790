//! Canonical forms: every spelling of a value is one text, and what is none is told apart. One row, one form: the text, and all its spellings.

use iesiz::canon::{Canonical, Withheld, form_of};
use iesiz::vocabulary::SemanticType as T;

const NULL: &str = "NULL";
const UNFIT: &str = "unfit";
const LOSSY: &str = "lossy";
const MASKED: &str = "masked";
const SEVERAL: &str = "several";

/// The canonical form, or a word for what became of the value.
fn canonical(kind: T, raw: &str) -> String {
    let mut out = String::new();
    let word = match form_of(kind).write(raw, &mut out) {
        Canonical::Written => return out,
        Canonical::Null => NULL,
        Canonical::Unfit => UNFIT,
        Canonical::Withheld(Withheld::Lossy) => LOSSY,
        Canonical::Withheld(Withheld::Masked) => MASKED,
        Canonical::Withheld(Withheld::Several) => SEVERAL,
    };
    word.to_owned()
}

/// Checks a table of forms and their spellings, parted by ` ¦ `, and that a form is its own form.
#[track_caller]
fn table(kind: T, rows: &[(&str, &str)]) {
    for (wanted, spellings) in rows {
        for raw in spellings.split(" ¦ ") {
            assert_eq!(canonical(kind, raw), *wanted, "{kind} {raw:?}");
        }
        if ![NULL, UNFIT, LOSSY, MASKED, SEVERAL].contains(wanted) {
            assert_eq!(canonical(kind, wanted), *wanted, "{kind}: a form of the form");
        }
    }
}

/// Domain requirements, 3.1 and 7.
#[test]
fn iins() {
    table(
        T::Iin,
        &[
            (
                "850315100016",
                "850315100016 ¦ 850315 100016 ¦ 850315-100016 ¦ 850 315 100 016 ¦ 850.315.100.016 ¦ \
                 8503 1510 0016 ¦ 850315–100016 ¦ 850315\u{2009}100016 ¦ 850315\u{202f}100016 ¦ \
                 850315\u{2007}100016 ¦ 850315\u{3000}100016 ¦ '850315100016 ¦ =\"850315100016\" ¦ \
                 8.50315100016E11 ¦ 8.50315100016e+11 ¦ 8.50315100016E+11 ¦ 8,50315100016E+11 ¦ 850315100016.0 ¦ \
                 850315100016.00 ¦ 850315100016,0 ¦ 850315100016,00 ¦ \"850315100016\" ¦ «850315100016» ¦ \
                 (850315100016) ¦ 850315100016. ¦ 850315100016, ¦ 850315100016; ¦ ИИН850315100016 ¦ \
                 ИИН: 850315100016 ¦ ИИН № 850315100016 ¦ ИИН/ЖСН 850315100016 ¦ ИИН - 850315100016 ¦ \
                 ИИН=850315100016 ¦ ЖСН 850315100016 ¦ ЖСН:850315100016 ¦ IIN:850315100016 ¦ iin 850315100016 ¦ \
                 №850315100016 ¦ 850315100016  ¦ \t850315100016\n ¦ \u{feff}850315100016 ¦ \
                 8\u{200b}5\u{200b}0315100016 ¦ ８５０３１５１０００１６ ¦ ٨٥٠٣١٥١٠٠٠١٦ ¦ ८५०३१५१०००१६ ¦ 𝟖𝟓𝟎𝟑𝟏𝟓𝟏𝟎𝟎𝟎𝟏𝟔 ¦ \
                 85031510OO16 ¦ 85О315100О16 ¦ 8503l5100016 ¦ 85031510001б ¦ 850,315,100,016 ¦ \
                 8 5 0 3 1 5 1 0 0 0 1 6 ¦ 850315100016\r ¦ 8503\u{ad}15100016 ¦ ИНН 850315100016 ¦ \
                 ИНН:850315100016 ¦ `850315100016 ¦ ‘850315100016 ¦ ’850315100016 ¦ '850315100016' ¦ \"\"850315100016\"\" ¦ \
                 =850315100016 ¦ ИИН(ЖСН): 850315100016 ¦ Жеке сәйкестендіру нөмірі 850315100016 ¦ \
                 ЖСН (ИИН) 850315100016 ¦ 850315100016 (ИИН) ¦ 850315100016-",
            ),
            (NULL, "000000000000 ¦ 0 ¦  ¦ нет ¦ жоқ ¦ nan ¦ NaN ¦ #Н/Д ¦ не указан"),
            (UNFIT, "85031510001 ¦ 8503151000166 ¦ 850315100016 Асель ¦ abcdefghijkl"),
            (LOSSY, "8.50315E+11 ¦ 8,50315E+11 ¦ 8,50E+11 ¦ 8.5E+11 ¦ 9E+11"),
            (MASKED, "850315****** ¦ 850315xxxxxx ¦ ******100016"),
            (
                SEVERAL,
                "850315100016 / 850315200012 ¦ 850315100016,850315200012 ¦ 850315100016; 850315200012 ¦ \
                 850315100016\n850315200012 ¦ 850315100016 и 850315200012",
            ),
        ],
    );
}

/// Domain requirements, 3.2 and 7.
#[test]
fn bins() {
    table(
        T::Bin,
        &[
            (
                "210140019844",
                "210140019844 ¦ 210140 019844 ¦ БИН 210140019844 ¦ БСН: 210140019844 ¦ BIN 210140019844 ¦ \
                 '210140019844 ¦ =\"210140019844\" ¦ 210140019844.0 ¦ 2.10140019844E11 ¦ ２１０１４００１９８４４ ¦ \
                 БИН/ИИН 210140019844 ¦ ИИН/БИН: 210140019844 ¦ ЖСН/БСН 210140019844 ¦ 210140019844 (БИН) ¦ \
                 BIN:210140019844",
            ),
            ("351240000010", "351240000010"),
            (NULL, "0"),
            (UNFIT, "850315100016 ¦ 10140019844 ¦ 210170019844"),
            (LOSSY, "2,1014E+11"),
        ],
    );
}

/// Numbers of published examples of the check digits: a person's, and a firm's beside its registration (КПП).
#[test]
fn tax_ids() {
    table(
        T::TaxId,
        &[
            (
                "500100732259",
                "500100732259 ¦ 5001 0073 2259 ¦ ИНН 500100732259 ¦ ИНН: 500100732259 ¦ ИНН500100732259 ¦ \
                 инн № 500100732259 ¦ ИНН/КПП 500100732259 ¦ '500100732259 ¦ =\"500100732259\" ¦ 500100732259.0 ¦ \
                 5.00100732259E11 ¦ 5.00100732259E+11 ¦ ５００１００７３２２５９ ¦ \"500100732259\" ¦ ИНН=500100732259 ¦ \
                 INN:500100732259 ¦ ИНН-500100732259",
            ),
            (NULL, "0"),
            (UNFIT, "770708389"),
            (LOSSY, "7,70708E+09"),
            (MASKED, "5001007322**"),
            (SEVERAL, "500100732259, 7707083893"),
            ("7830002293", "7830002293 ¦ 7830002293/783001001 ¦ ИНН/КПП: 7830002293 / 783001001 ¦ 7830002293.0"),
        ],
    );
}

/// Domain requirements, 3.4; numbers of other countries are examples of libphonenumber, Ofcom's and the NANPA's for drama.
#[test]
fn phones() {
    table(
        T::Phone,
        &[
            (
                "+77710009998",
                "+77710009998 ¦ 77710009998 ¦ 87710009998 ¦ 7710009998 ¦ +7 771 000 99 98 ¦ +7(771)0009998 ¦ \
                 +7 (771) 000-99-98 ¦ 8(771)000-99-98 ¦ 8-771-000-99-98 ¦ 8 (771) 000 99 98 ¦ 8.771.000.99.98 ¦ \
                 +7.771.000.99.98 ¦ +7-771-000-99-98 ¦ 7-771-0009998 ¦ (771) 000-99-98 ¦ 771 000 99 98 ¦ \
                 771-000-99-98 ¦ +7 771 0009998 ¦ +7771 000 9998 ¦ 00 7 771 000 99 98 ¦ 007 771 000 99 98 ¦ \
                 0077710009998 ¦ 8 10 7 771 000 99 98 ¦ 810 7 7710009998 ¦ 8~10 7 771 000 99 98 ¦ \
                 +7 8 771 000 99 98 ¦ +8 771 000 99 98 ¦ tel:+77710009998 ¦ tel:+7-771-000-99-98 ¦ \
                 TEL:87710009998 ¦ callto:+77710009998 ¦ sms:+77710009998 ¦ whatsapp://send?phone=77710009998 ¦ \
                 https://wa.me/77710009998 ¦ http://wa.me/77710009998 ¦ wa.me/77710009998 ¦ wa.me/+77710009998 ¦ \
                 https://wa.me/77710009998?text=hi ¦ https://api.whatsapp.com/send?phone=77710009998 ¦ \
                 https://api.whatsapp.com/send?phone=+77710009998&text=x ¦ \
                 https://api.whatsapp.com/send/?phone=%2B77710009998 ¦ viber://chat?number=%2B77710009998 ¦ \
                 77710009998@c.us ¦ 77710009998@s.whatsapp.net ¦ 7.7710009998E10 ¦ 7.7710009998E+10 ¦ \
                 7.7710009998e10 ¦ 7,7710009998E+10 ¦ 77710009998.0 ¦ 87710009998.0 ¦ 7710009998.0 ¦ \
                 77710009998,0 ¦ 77710009998.00 ¦ '+77710009998 ¦ =\"87710009998\" ¦ =\"+77710009998\" ¦ \
                 =+77710009998 ¦ \"+77710009998\" ¦ «+77710009998» ¦ тел. +77710009998 ¦ тел: 87710009998 ¦ \
                 Тел.: 8 771 000 99 98 ¦ телефон 87710009998 ¦ Телефон: +7 771 000 99 98 ¦ моб. 87710009998 ¦ \
                 моб.: 8 771 000 99 98 ¦ мобильный 87710009998 ¦ сот. 87710009998 ¦ WhatsApp 87710009998 ¦ \
                 whatsapp: +77710009998 ¦ ватсап 87710009998 ¦ Ватсап: 87710009998 ¦ ұялы 87710009998 ¦ \
                 +7\u{a0}771\u{a0}000\u{a0}99\u{a0}98 ¦ +7\u{2009}771\u{2009}000\u{2009} 99 98 ¦ \
                 +7 771 000\u{2011}99\u{2011}98 ¦ +7 771 000–99–98 ¦ +7 771 000—99—98 ¦ \
                 +7 771 000\u{2212}99\u{2212}98 ¦ ＋７７７１０００９９９８ ¦ +٧٧٧١٠٠٠٩٩٩٨ ¦ ٨٧٧١٠٠٠٩٩٩٨ ¦ +७७७१०००९९९८ ¦ \u{202a}+77710009998\u{202c} ¦ \u{200e}+77710009998 ¦ \
                 +7\u{200b}771\u{200b}000\u{200b}99\u{200b}98 ¦ 𝟖𝟕𝟕𝟏𝟎𝟎𝟎𝟗𝟗𝟗𝟖 ¦ 8771ООО9998 ¦ 8771OOO9998 ¦ \
                 8 771 000 99 98 доб. 12 ¦ 8 771 000 99 98 доб 12 ¦ +77710009998 ext. 12 ¦ +77710009998 ext 12 ¦ \
                 +77710009998;ext=12 ¦ +77710009998x12 ¦ +77710009998 x12 ¦ +77710009998#12 ¦ \
                 8 771 000 99 98 вн. 12 ¦ 8 771 000 99 98 (вн.12) ¦ +7 771 000 99 98 (WhatsApp) ¦ \
                 +7 771 000 99 98 моб. ¦ 8 771 000 99 98 (моб) ¦ 8 771 000 99 98. ¦ 87710009998, ¦ 87710009998; ¦ \
                 +7 771 000 99 98  ¦ \t87710009998 ¦ 7 7 7 1 0 0 0 9 9 9 8 ¦ 8-7-7-1-0-0-0-9-9-9-8 ¦ \
                 +7 (771) 0009998 ¦ 8/771/0009998 ¦ +7 [771] 000 99 98 ¦ {+77710009998} ¦ <+77710009998> ¦ \
                 p:+77710009998 ¦ phone:+77710009998 ¦ phone=77710009998 ¦ Phone: 7 771 000 99 98 ¦ \
                 +7-(771)-000-99-98 ¦ 8(771)0009998 ¦ 8 7710009998 ¦ + 7 771 000 99 98 ¦ (+7) 771 000 99 98 ¦ \
                 (8) 771 000 99 98 ¦ (8771) 000-99-98 ¦ +7(771)-000-99-98 ¦ +7771-000-9998 ¦ +7 771,000,99,98 ¦ \
                 🇰🇿+77710009998 ¦ 📞 87710009998 ¦ ☎ 87710009998 ¦ WA:+77710009998 ¦ № 87710009998 ¦ №87710009998 ¦ \
                 8771 0009998 ¦ тел.87710009998 ¦ м.т. 87710009998 ¦ с.т. 87710009998",
            ),
            ("+78005553535", "88005553535 ¦ 8 800 555 35 35"),
            ("+74951234567", "+7 495 123-45-67 ¦ 8 (495) 123-45-67"),
            ("+79161234567", "9161234567"),
            ("+77172345678", "8 (7172) 34-56-78 ¦ +7 7172 345678"),
            ("+77273456789", "8 727 345 67 89"),
            ("+77112345678", "8(7112)345678"),
            ("+73362212345", "+7 336 22 12345"),
            ("+12025550143", "+1 202 555 0143"),
            ("+447911123456", "+44 7911 123456 ¦ 00447911123456"),
            ("+442079460958", "+44 20 7946 0958"),
            ("+4915123456789", "+49 151 23456789"),
            ("+33612345678", "+33 6 12 34 56 78"),
            ("+905321234567", "+90 532 123 45 67"),
            ("+8613800138000", "+86 138 0013 8000"),
            ("+919876543210", "+91 98765 43210"),
            ("+971501234567", "+971 50 123 4567"),
            ("+998901234567", "+998 90 123 45 67 ¦ +998(90)1234567 ¦ +998901234567.0"),
            ("+996555123456", "+996 (555) 12-34-56"),
            ("+992931234567", "+992 93 123 45 67"),
            ("+99365123456", "+993 65 123456"),
            ("+994501234567", "+994 50 123 45 67"),
            ("+37491123456", "+374 91 123456"),
            ("+375291234567", "+375 (29) 123-45-67"),
            ("+380501234567", "+380 50 123 45 67"),
            ("+995555123456", "+995 555 12 34 56"),
            ("+37369123456", "+373 691 23 456"),
            ("+81312345678", "+81-3-1234-5678"),
            ("+821012345678", "+82 10-1234-5678"),
            ("+3725123456", "+3725123456"),
            ("+6581234567", "+65 8123 4567"),
            ("+390612345678", "+39 06 1234 5678"),
            ("+5491123456789", "+54 9 11 2345 6789"),
            ("+5511961234567", "+55 11 96123 4567"),
            ("+80012345678", "+800 1234 5678"),
            (NULL, " ¦ 0 ¦ - ¦ нет ¦ 77777777777 ¦ +77777777777 ¦ 00000000000 ¦ +7 000 000 00 00"),
            (
                UNFIT,
                "2-34-56 ¦ 234-56-78 ¦ 123456 ¦ 1234567 ¦ 911 ¦ 112 ¦ 8771000999 ¦ 877100099981 ¦ \
                 anna@example.kz ¦ Асель ¦ 12345678901234567 ¦ +0 771 000 99 98 ¦ ++77710009998 ¦ 4951234567 ¦ \
                 87710009998 доб. 1234567 ¦ 998901234567 ¦ 996555123456 ¦ 375291234567 ¦ 9.98901234567E11",
            ),
            (LOSSY, "7.771E+10 ¦ 7,77E+10 ¦ 8.77E+10 ¦ 7.77100E+10"),
            (MASKED, "+7 (___) ___-__-__ ¦ +7 (771) ***-**-98 ¦ 8771***9998 ¦ +7771XXXXX98"),
            (
                SEVERAL,
                "+7 771 000 99 98, +7 705 000 99 98 ¦ +7 771 000 99 98 / 8 705 000 99 98 ¦ \
                 87710009998 87050009998 ¦ 87710009998\n87050009998 ¦ 87710009998 или 87050009998 ¦ \
                 87710009998 (мама), 87050009998 (папа) ¦ 87710009998; 87050009998 ¦ 87710009998 | 87050009998",
            ),
            ("+447911123456", "+44 (0) 7911 123456 ¦ +44(0)7911 123456"),
            ("+33612345678", "+33 (0)6 12 34 56 78"),
            ("+390612345678", "+39 (0)6 1234 5678"),
        ],
    );
}

/// Spellings of one mailbox.
#[test]
fn emails() {
    table(
        T::Email,
        &[
            (
                "anna.m@example.kz",
                "anna.m@example.kz ¦ Anna.M@Example.KZ ¦ ANNA.M@EXAMPLE.KZ ¦  anna.m@example.kz  ¦ \
                 mailto:anna.m@example.kz ¦ MAILTO:anna.m@example.kz?subject=Hi&body=x ¦ \
                 mailto://anna.m@example.kz ¦ <anna.m@example.kz> ¦ Anna <anna.m@example.kz> ¦ \"Anna M.\" <anna.m@example.kz> ¦ \
                 Анна Мысалова <anna.m@example.kz> ¦ anna.m@example.kz (Анна) ¦ 'anna.m@example.kz' ¦ \"anna.m@example.kz\" ¦ \
                 `anna.m@example.kz` ¦ [anna.m@example.kz] ¦ {anna.m@example.kz} ¦ «anna.m@example.kz» ¦ \
                 anna.m@example.kz. ¦ anna.m@example.kz, ¦ anna.m@example.kz; ¦ anna.m@example.kz: ¦ \
                 anna.m@example.kz! ¦ anna.m%40example.kz ¦ anna.m%2540example.kz ¦ anna.m%252540example.kz ¦ \
                 anna.m&#64;example.kz ¦ anna.m&#x40;example.kz ¦ anna.m&commat;example.kz ¦ \
                 anna.m\\u0040example.kz ¦ anna.m＠example.kz ¦ anna.m﹫example.kz ¦ ａｎｎａ．ｍ＠ｅｘａｍｐｌｅ．ｋｚ ¦ \
                 anna.m@example。kz ¦ anna.m@example．kz ¦ anna\u{200b}.m@example.kz ¦ an\u{ad}na.m@example.kz ¦ \u{feff}anna.m@example.kz ¦ \
                 anna.m@\u{200b}example.kz ¦ anna.m@example.kz\u{200b} ¦ anna.m@example.kz\u{a0} ¦ \
                 аnnа.m@еxаmple.kz ¦ anna.m@exаmple.kz ¦ ANNА.M@EXAMPLE.KZ ¦ e-mail: anna.m@example.kz ¦ \
                 email: anna.m@example.kz ¦ E-mail:anna.m@example.kz ¦ Email - anna.m@example.kz ¦ \
                 почта: anna.m@example.kz ¦ эл. почта: anna.m@example.kz ¦ mail: anna.m@example.kz ¦ \
                 anna.m@example.kz\r\n ¦ =\"anna.m@example.kz\" ¦ anna.m@example.kz  ¦ \tanna.m@example.kz ¦ \
                 𝖺𝗇𝗇𝖺.𝗆@example.kz ¦ anna.m@EXAMPLE.kz. ¦ \"anna.m\"@example.kz ¦ anna.m@example.kz?subject=x",
            ),
            (NULL, " ¦ test ¦ test@test.ru ¦ no@mail.ru ¦ нет"),
            (MASKED, "i***@mail.ru ¦ anna@***.kz ¦ *****"),
            (SEVERAL, "a@b.kz,c@d.kz ¦ a@b.kz c@d.kz ¦ a@b.kz; c@d.kz"),
        ],
    );
}

/// Addresses of the tests of isemail and of the suites that follow it, of RFC 3696, RFC 5321, RFC 6531 and RFC 6532.
#[test]
fn published_emails() {
    for (raw, wanted) in [
        ("first.last@iana.org", "first.last@iana.org"),
        (
            "1234567890123456789012345678901234567890123456789012345678901234@iana.org",
            "1234567890123456789012345678901234567890123456789012345678901234@iana.org",
        ),
        ("\"first last\"@iana.org", "\"first last\"@iana.org"),
        (
            "first.last@x23456789012345678901234567890123456789012345678901234567890123.iana.org",
            "first.last@x23456789012345678901234567890123456789012345678901234567890123.iana.org",
        ),
        ("first.last@123.iana.org", "first.last@123.iana.org"),
        ("user+mailbox@iana.org", "user+mailbox@iana.org"),
        ("customer/department=shipping@iana.org", "customer/department=shipping@iana.org"),
        ("$A12345@iana.org", "$a12345@iana.org"),
        ("!def!xyz%abc@iana.org", "!def!xyz%abc@iana.org"),
        ("_somename@iana.org", "_somename@iana.org"),
        ("dclo@us.ibm.com", "dclo@us.ibm.com"),
        ("peter.piper@iana.org", "peter.piper@iana.org"),
        ("test@iana.org", "test@iana.org"),
        ("TEST@iana.org", "test@iana.org"),
        ("1234567890@iana.org", "1234567890@iana.org"),
        ("test+test@iana.org", "test+test@iana.org"),
        ("test-test@iana.org", "test-test@iana.org"),
        ("+1~1+@iana.org", "+1~1+@iana.org"),
        ("{_test_}@iana.org", "{_test_}@iana.org"),
        ("\"[[ test ]]\"@iana.org", "\"[[ test ]]\"@iana.org"),
        ("test.test@iana.org", "test.test@iana.org"),
        ("\"test.test\"@iana.org", "test.test@iana.org"),
        ("\"test@test\"@iana.org", "\"test@test\"@iana.org"),
        ("test@123.123.123.x123", "test@123.123.123.x123"),
        ("test@example.iana.org", "test@example.iana.org"),
        ("test@example.example.iana.org", "test@example.example.iana.org"),
        ("foo@bar.com", "foo@bar.com"),
        ("x@x.au", "x@x.au"),
        ("foo@bar.com.au", "foo@bar.com.au"),
        ("foo+bar@bar.com", "foo+bar@bar.com"),
        ("hans.m端ller@test.com", "hans.m端ller@test.com"),
        ("hans@m端ller.com", "hans@xn--mller-es7m.com"),
        ("test|123@m端ller.com", "test|123@xn--mller-es7m.com"),
        ("test123+ext@gmail.com", "test123+ext@gmail.com"),
        (
            "some.name.midd.leNa.me.and.locality+extension@GoogleMail.com",
            "some.name.midd.lena.me.and.locality+extension@googlemail.com",
        ),
        ("foobar@xn--d1abbgf6aiiy.xn--p1ai", "foobar@xn--d1abbgf6aiiy.xn--p1ai"),
        ("disposable.style.email.with+symbol@example.com", "disposable.style.email.with+symbol@example.com"),
        ("other.email-with-hyphen@example.com", "other.email-with-hyphen@example.com"),
        ("fully-qualified-domain@example.com", "fully-qualified-domain@example.com"),
        ("user.name+tag+sorting@example.com", "user.name+tag+sorting@example.com"),
        ("example-indeed@strange-example.com", "example-indeed@strange-example.com"),
        ("test/test@test.com", "test/test@test.com"),
        ("\"john..doe\"@example.org", "\"john..doe\"@example.org"),
        ("\" \"@example.org", "\" \"@example.org"),
        ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
        ("अजय@डाटा.भारत", "अजय@xn--c2bd1gb.xn--h2brj9c"),
        ("квіточка@пошта.укр", "квіточка@xn--80a1acn3a.xn--j1amh"),
        ("Dörte@Sörensen.example.com", "dörte@xn--srensen-90a.example.com"),
        ("коля@пример.рф", "коля@xn--e1afmkfd.xn--p1ai"),
        ("θσερ@εχαμπλε.ψομ", "θσερ@xn--mxahbxey0c.xn--xxaf0a"),
        ("example@s.example", "example@s.example"),
        ("a@b.co", "a@b.co"),
        ("a@b.museum", "a@b.museum"),
        ("a@b.xn--p1ai", "a@b.xn--p1ai"),
        ("x@example.travel", "x@example.travel"),
        ("x.y@example.photography", "x.y@example.photography"),
        ("иван.иванов@яндекс.рф", "иван.иванов@xn--d1acpjx3f.xn--p1ai"),
        ("пошта@көмек.қаз", "пошта@xn--e1ajbg87f.xn--80ao21a"),
        ("test@iana.org.", "test@iana.org"),
        ("foo@bar.com.", "foo@bar.com"),
        ("foo@bar.co.uk.", "foo@bar.co.uk"),
        ("ｇｍａｉｌｇｍａｉｌ@ｇｍａｉｌ.ｃｏｍ", "gmailgmail@gmail.com"),
        ("QA🦄CHOCOLATE🦄@test.com", "qa🦄chocolate🦄@test.com"),
        ("あいうえお@example.com", "あいうえお@example.com"),
        ("anna.m@example.kz.con", "anna.m@example.kz.con"),
    ] {
        assert_eq!(canonical(T::Email, raw), wanted, "{raw}");
    }
    for raw in [
        "\"first\\\"last\"@iana.org",
        "\"first\\\\last\"@iana.org",
        "\"Doug \\\"Ace\\\" L.\"@iana.org",
        "test.\"test\"@iana.org",
        "test@[123.123.123.123]",
        "user@[IPv6:2001:db8::1]",
        "jsmith@[192.168.2.1]",
        "admin@mailserver1",
        "user@localserver",
        "postmaster@tld",
        "@",
        "test@",
        "test@io",
        "@io",
        "@iana.org",
        ".test@iana.org",
        "test.@iana.org",
        "test..iana.org",
        "test@-iana.org",
        "test@iana-.com",
        "test@.iana.org",
        "test@iana..com",
        "first.last@sub.do,com",
        "first\\@last@iana.org",
        "first.last",
        ".first.last@iana.org",
        "first.last.@iana.org",
        "first..last@iana.org",
        "\"first\"last\"@iana.org",
        "\"\"\"@iana.org",
        "first\\\\@last@iana.org",
        "first.last@",
        "first.last@[.12.34.56.78]",
        "first.last@[12.34.56.789]",
        "first.last@[::12.34.56.78]",
        "first.last@[IPv5:::12.34.56.78]",
        "first.last@-xample.com",
        "first.last@exampl-.com",
        "first.last@x234567890123456789012345678901234567890123456789012345678901234.iana.org",
        "abc\\@def@iana.org",
        "abc\\\\@iana.org",
        "Joe.\\\\Blow@iana.org",
        "abc@def@iana.org",
        "\"Abc@def@iana.org",
        "Invalid@exam ple.com",
        "invalidemail@",
        "invalid.com",
        "@invalid.com",
        "z@co.c",
        "foo@_bar.com",
        "foo@bar_baz.com",
        "a b@example.com",
        "a@b@c.com",
        "a\"b(c)d,e:f;g<h>i[j\\k]l@example.com",
        "just\"not\"right@example.com",
        "this is\"not\\allowed@example.com",
        "i_like_underscore@but_its_not_allowed_in_this_part.example.com",
        "example@example",
        "user@.com.my",
        "user123@.com",
        "#@%^%#$@#$@#.com",
        "email@111.222.333.44444",
        "a@b.c",
        "87710009998",
        "name@domain",
        "http://example.com/a@b.com",
        "https://example.kz/?email=a@b.kz",
        "@anna",
        "anna(at)example.kz",
        "anna [at] example.kz",
        "anna собака example точка kz",
        "test@example.com\nx",
    ] {
        assert_eq!(canonical(T::Email, raw), UNFIT, "{raw}");
    }
}

/// Domain requirements, 3.7 and 7.
#[test]
fn ibans() {
    table(
        T::Iban,
        &[
            (
                "KZ86125KZT5004100100",
                "KZ86125KZT5004100100 ¦ kz86125kzt5004100100 ¦ KZ86 125K ZT50 0410 0100 ¦ \
                 KZ86-125K-ZT50-0410-0100 ¦ KZ86\u{a0}125K\u{a0}ZT50\u{a0}0410\u{a0}0100 ¦ \
                 IBAN KZ86125KZT5004100100 ¦ IBAN: KZ86 125K ZT50 0410 0100 ¦ ИИК KZ86125KZT5004100100 ¦ \
                 ИИК: KZ86125KZT5004100100 ¦ ЖСК KZ86125KZT5004100100 ¦ КZ86125КZТ5004100100 ¦ \
                 KZ86125KZT5004100100. ¦ \"KZ86125KZT5004100100\" ¦ 'KZ86125KZT5004100100 ¦ \
                 =\"KZ86125KZT5004100100\" ¦ ＫＺ８６１２５ＫＺＴ５００４１００１００ ¦ KZ86125KZT50O41OO1OO ¦ \
                 KZ86125KZT5\u{200b}004100100 ¦ KZ86.125K.ZT50.0410.0100 ¦ счёт KZ86125KZT5004100100 ¦ \
                 Р/с KZ86125KZT5004100100 ¦ р/с: KZ86125KZT5004100100 ¦ счет № KZ86125KZT5004100100 ¦ \
                 № KZ86125KZT5004100100 ¦ IBAN:KZ86125KZT5004100100 ¦ iban-KZ86125KZT5004100100",
            ),
            (UNFIT, "KZ86125KZT500410010 ¦ KZ86125KZT50041001000 ¦ ZZ86125KZT5004100100 ¦ GB82TEST ¦ 125KZT5004100100"),
            (MASKED, "KZ86125KZT500410010* ¦ KZ86 **** **** **** 0100"),
            (NULL, " ¦ -"),
        ],
    );
}

/// Examples of the IBAN registry (ISO 13616), in one piece, in groups of four and in small letters; one digit more or less is none.
#[test]
fn published_ibans() {
    for iban in "AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 \
         AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 \
         BH67BMAG00001299123456 BI4210000100010000332045181 BR1800360305000010009795493C1 \
         BR9700360305000010009795493P1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 \
         CY17002001280000001200527600 CZ6508000000192000145399 CZ9455000000001011038930 DE89370400440532013000 \
         DJ2100010000000154000100186 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 \
         EG380019000500000000263180002 ES9121000418450200051332 FI2112345600000785 FI5542345670000081 \
         FK88SC123456789012 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819 \
         GE29NB0000000101904917 GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 \
         GT82TRAJ01020000001210029690 HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 \
         IL620108000000099999999 IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456 \
         JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 LB62099900000001001901229114 \
         LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000 \
         LV80BANK0000435195001 LY83002048000020100120361 MC5811222000010123456789030 MD24AG000225100013104168 \
         ME25505000012345678951 MK07250120000058984 MN121234123456789123 MR1300020001010000123456753 \
         MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NI45BAPR00000013000003558124 \
         NL91ABNA0417164300 NO9386011117947 OM810180000001299123456 PK36SCBL0000001123456702 \
         PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154 \
         QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 \
         RU0304452522540817810538091310419 SA0380000000608010167519 SC18SSCB11010000000000001497USD \
         SD2129010501234001 SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 \
         SM86U0322509800000000270100 SO211000001001000100141 ST23000100010051845310146 \
         SV62CENR00000000000000700025 TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326 \
         UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906 \
         YE15CBYE0001018861234567891234"
        .split_whitespace()
    {
        let groups: Vec<&str> =
            iban.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).expect("ASCII")).collect();
        for raw in [iban.to_owned(), groups.join(" "), groups.join("-"), iban.to_lowercase(), format!("IBAN {iban}")] {
            assert_eq!(canonical(T::Iban, &raw), iban, "{raw}");
        }
        assert!(!form_of(T::Iban).is_doubtful(iban), "{iban}");
        let (head, last) = iban.split_at(iban.len() - 1);
        let other = if last == "5" { "6" } else { "5" };
        assert!(form_of(T::Iban).is_doubtful(&format!("{head}{other}")), "{iban}");
        for raw in [head.to_owned(), format!("{iban}0")] {
            assert_eq!(canonical(T::Iban, &raw), UNFIT, "{raw}");
        }
    }
}

/// Cards for tests of Stripe, Adyen, PayPal, Braintree, Worldpay and CloudPayments, in one piece and in groups; a wrong last digit is none.
#[test]
fn published_cards() {
    for card in "4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100 \
         378282246310005 371449635398431 6011111111111117 6011000990139424 6011981111111113 3056930009020004 \
         36227206271667 6555900000604105 3566002020360505 6200000000000005 6200000000000047 6205500000000000004 \
         4000000760000002 4000001240000000 4000004840008001 4111111111111111 4444333322221111455 4988438843884305 \
         4166676667666746 4646464646464644 4000620000000007 4000060000000006 4293189100000008 4988080000000000 \
         4111111145551142 4444333322221111 4001590000000001 4000180000000002 2222400070000005 5555341244441115 \
         5577000055770004 5136333333333335 5585558555855583 5555444433331111 2222410740360010 2222410700000002 \
         2222400010000008 2223000048410010 2222400060000007 2223520443560010 5500000000000004 5103221911199245 \
         6771798021000008 6771830000000000006 6759649826438453 3569990010095841 6011601160116611 6445644564456445 \
         8171999927660000 6243030000000001 370000000000002 374251018720018 6703444444444449 5066991111111118 \
         5019717010103742 36259600000004 6011000991300009 3530111333300000 6304000000000000 2223000048400011 \
         4005519200000004 4009348888881881 4012000033330026 4012000077777777 4012888888881881 4217651111111119 \
         4500600000000061 6062826786276634 5063516945005047 2200770239097761 2201382000000013 5404000000000043 \
         3562990024016152 376680816376961 5610591081018250 30569309025904 38520000023237 6331101999990016 \
         4222222222222"
        .split_whitespace()
    {
        let groups: Vec<&str> =
            card.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).expect("ASCII")).collect();
        for raw in [
            card.to_owned(),
            groups.join(" "),
            groups.join("-"),
            groups.join("\u{a0}"),
            format!("{card}.0"),
            format!("карта {card}"),
        ] {
            assert_eq!(canonical(T::Card, &raw), card, "{raw}");
        }
        let (head, last) = card.split_at(card.len() - 1);
        let other = if last == "5" { "6" } else { "5" };
        assert_eq!(canonical(T::Card, &format!("{head}{other}")), UNFIT, "{card}");
    }
    table(
        T::Card,
        &[
            (UNFIT, "4242424242424241 ¦ 1234567812345678 ¦ 42424242 ¦ tok_1234 ¦ 4242424242424242, 5555555555554444"),
            (MASKED, "424242******4242 ¦ 4242 42XX XXXX 4242 ¦ ************4242"),
            (LOSSY, "4242424242424240 ¦ 4000000000001230"),
            (NULL, " ¦ 0 ¦ 0000000000000000 ¦ нет"),
        ],
    );
}

/// RFC 4291, 2.2; RFC 5952, 4 and 5; RFC 5737; headers of proxies.
#[test]
fn ips() {
    table(
        T::Ip,
        &[
            (
                "192.0.2.7",
                "192.0.2.7 ¦ 192.0.2.7:8080 ¦ ::ffff:192.0.2.7 ¦ ::ffff:c000:0207 ¦ ::FFFF:192.0.2.7 ¦ \
                 0:0:0:0:0:ffff:192.0.2.7 ¦ 192.0.2.7. ¦ IP: 192.0.2.7 ¦ ip=192.0.2.7 ¦ \"192.0.2.7\" ¦ \
                 '192.0.2.7 ¦ １９２．０．２．７ ¦ 192\u{200b}.0.2.7 ¦ 192.0.2.7\n ¦ 192。0。2。7 ¦ 192.0.2.7; ¦ \
                 unknown, 192.0.2.7 ¦ 192.0.2.7, unknown ¦ 192.0.2.7:0",
            ),
            (
                "2001:db8::1",
                "2001:db8::1 ¦ 2001:0db8:0000:0000:0000:0000:0000:0001 ¦ 2001:DB8::1 ¦ [2001:db8::1] ¦ \
                 [2001:db8::1]:443 ¦ [2001:db8::1%25en0]:80 ¦ 2001:db8:0:0:0::1 ¦ 2001:db8::0:1",
            ),
            ("fe80::1", "fe80::1%eth0 ¦ fe80::1%12"),
            ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"),
            ("2001:db8::aaaa:0:0:1", "2001:db8::aaaa:0:0:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd:0:1", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"),
            ("::1", "::1 ¦ 0:0:0:0:0:0:0:1"),
            ("127.0.0.1", "127.0.0.1"),
            ("1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7::"),
            ("0:2:3:4:5:6:7:8", "::2:3:4:5:6:7:8"),
            ("1::8", "1::8"),
            ("2001:db8::ff00:42:8329", "2001:db8:0:0:0:ff00:42:8329"),
            ("abcd:ef01:2345:6789:abcd:ef01:2345:6789", "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789"),
            ("2001:db8::8:800:200c:417a", "2001:DB8:0:0:8:800:200C:417A"),
            ("ff01::101", "FF01:0:0:0:0:0:0:101"),
            ("129.144.52.38", "0:0:0:0:0:FFFF:129.144.52.38"),
            ("64:ff9b::c000:221", "64:ff9b::192.0.2.33"),
            ("2002:c000:204::", "2002:c000:0204::"),
            (NULL, ":: ¦ 0.0.0.0 ¦ unknown ¦ -"),
            (
                UNFIT,
                "256.1.1.1 ¦ 1.2.3 ¦ 1.2.3.4.5 ¦ 01.2.3.4 ¦ 192.168.010.1 ¦ 192.0.2.7/24 ¦ 192.0.2.0/24 ¦ \
                 1200::AB00:1234::2552:7777:1313 ¦ 2001:db8::12345 ¦ :1:2:3:4:5:6:7 ¦ 1:2:3:4:5:6:7:8:9 ¦ \
                 2001:db8:::1 ¦ ::1.2.3.4.5 ¦ 0x7f.1 ¦ 2130706433 ¦ 3221225991 ¦ 127.1 ¦ localhost ¦ example.kz ¦ \
                 192.0.2.x ¦ 192.0.2.* ¦ 192.0.2.*** ¦ 192,0,2,7 ¦ 0xC0000207 ¦ 192.0.2.7: ¦ 192.0.2.07",
            ),
            (
                SEVERAL,
                "192.0.2.7, 198.51.100.2 ¦ 192.0.2.7, 10.0.0.1 ¦ 192.0.2.7,10.0.0.1,127.0.0.1 ¦ \
                 192.0.2.7 198.51.100.2 ¦ 192.0.2.7;198.51.100.2 ¦ 192.0.2.7|198.51.100.2",
            ),
        ],
    );
}

/// RFC 7042; the notations of IEEE 802, Cisco and Windows.
#[test]
fn macs() {
    table(
        T::Mac,
        &[
            (
                "00:00:5e:00:53:01",
                "00:00:5E:00:53:01 ¦ 00:00:5e:00:53:01 ¦ 00-00-5E-00-53-01 ¦ 0000.5E00.5301 ¦ 0000.5e00.5301 ¦ \
                 00005E005301 ¦ 00 00 5E 00 53 01 ¦ 0000-5E00-5301 ¦ 0000:5e00:5301 ¦ 00.00.5E.00.53.01 ¦ \
                 00:00:5E:00:53:01  ¦ \"00:00:5E:00:53:01\" ¦ (00:00:5E:00:53:01) ¦ MAC 00:00:5E:00:53:01 ¦ \
                 MAC: 00:00:5E:00:53:01 ¦ mac=00:00:5e:00:53:01 ¦ ００：００：５Ｅ：００：５３：０１ ¦ \
                 00\u{2011}00\u{2011}5E\u{2011}00\u{2011}53\u{2011}01 ¦ 00:00:5Е:00:53:01 ¦ \
                 00:00:5E\u{200b}:00:53:01 ¦ 00:00:5E:00:53:01, ¦ 00:00:5E:00:53:01.",
            ),
            (NULL, "ff:ff:ff:ff:ff:ff ¦ 00:00:00:00:00:00 ¦ "),
            (
                UNFIT,
                "00:00:5E:00:53 ¦ 00:00:5E:00:53:01:02 ¦ 00:00:5E:00:53:GG ¦ 00:00:5E-00-53-01 ¦ \
                 02:00:5e:10:00:00:00:01",
            ),
        ],
    );
}

/// RFC 9562: the examples of its sections and appendices.
#[test]
fn uuids() {
    table(
        T::Uuid,
        &[
            (
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6 ¦ \
                 {f81d4fae-7dec-11d0-a765-00a0c91e6bf6} ¦ urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ \
                 URN:UUID:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6 ¦ f81d4fae7dec11d0a76500a0c91e6bf6 ¦ \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\" ¦ \
                 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ (f81d4fae-7dec-11d0-a765-00a0c91e6bf6) ¦ \
                 f81d4fae-7dec-11d0-a765-00a0c91e6bf6  ¦  f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ \
                 f81d4fae-7dec-11d0-a765-00a0c91e6bf6, ¦ \
                 f81d4fae\u{2011}7dec\u{2011}11d0\u{2011}a765\u{2011}00a0c91e6bf6 ¦ \
                 f81d4fae–7dec–11d0–a765–00a0c91e6bf6 ¦ uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ \
                 uuid=f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ 0xf81d4fae7dec11d0a76500a0c91e6bf6 ¦ \
                 ｆ81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ guid: f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ¦ \
                 {f81d4fae7dec11d0a76500a0c91e6bf6} ¦ f81d4fае-7dес-11d0-а765-00а0с91е6bf6 ¦ \
                 UUID('f81d4fae-7dec-11d0-a765-00a0c91e6bf6') ¦ \
                 ObjectId(\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\") ¦ 0xf81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            ),
            ("c232ab00-9414-11ec-b3c8-9f6bdeced846", "c232ab00-9414-11ec-b3c8-9f6bdeced846"),
            ("5df41881-3aed-3515-88a7-2f4a814cf09e", "5df41881-3aed-3515-88a7-2f4a814cf09e"),
            ("919108f7-52d1-4320-9bac-f847db4148a8", "919108f7-52d1-4320-9bac-f847db4148a8"),
            ("2ed6657d-e927-568b-95e1-2665a8aea6a2", "2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            ("1ec9414c-232a-6b00-b3c8-9f6bdeced846", "1EC9414C-232A-6B00-B3C8-9F6BDECED846"),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"),
            ("2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", "2489E9AD-2EE2-8E00-8EC9-32D5F69181C0"),
            ("5c146b14-3c52-8afd-938a-375d0df1fbf6", "5c146b14-3c52-8afd-938a-375d0df1fbf6"),
            ("987fbc97-4bed-5078-9f07-9141ba07c9f3", "987FBC97-4BED-5078-9F07-9141BA07C9F3"),
            (NULL, "00000000-0000-0000-0000-000000000000 ¦ FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"),
            (
                UNFIT,
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf ¦ f81d4fae-7dec-11d0-a765-00a0c91e6bfg ¦ \
                 f81d4fae-7dec-11d0-a765 ¦ xxxA987FBC9-4BED-3078-CF07-9141BA07C9F3 ¦ \
                 A987FBC9-4BED-3078-CF07-9141BA07C9F3xxx ¦ 9c858901-8a57-4791-81fe-4c455b099bc9x ¦ ----",
            ),
        ],
    );
}

/// RFC 1321, FIPS 180-4.
#[test]
fn digests() {
    table(
        T::Digest,
        &[
            (
                "5d41402abc4b2a76b9719d911017c592",
                "5d41402abc4b2a76b9719d911017c592 ¦ 5D41402ABC4B2A76B9719D911017C592 ¦ \
                 md5:5d41402abc4b2a76b9719d911017c592 ¦ MD5 5d41402abc4b2a76b9719d911017c592 ¦ \
                 md5=5d41402abc4b2a76b9719d911017c592 ¦ {MD5}5d41402abc4b2a76b9719d911017c592 ¦ \
                 0x5d41402abc4b2a76b9719d911017c592 ¦ \\x5d41402abc4b2a76b9719d911017c592 ¦ \
                 $md5$5d41402abc4b2a76b9719d911017c592 ¦ \"5d41402abc4b2a76b9719d911017c592\" ¦ \
                 5d41402abc4b2a76b9719d911017c592  ¦ MD5: 5d41402abc4b2a76b9719d911017c592 ¦ \
                 md5(5d41402abc4b2a76b9719d911017c592)",
            ),
            (
                "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
                "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d ¦ SHA-1: aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
            ),
            (
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 ¦ \
                 sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            ),
            (
                "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
                "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
            ),
            (NULL, "00000000000000000000000000000000"),
            (UNFIT, "deadbeef ¦ 5d41402abc4b2a76b9719d911017c59 ¦ 5d41402abc4b2a76b9719d911017c5920"),
        ],
    );
}

/// The beginning of RFC 7519's token, and the schemes of RFC 9110, 11.
#[test]
fn session_tokens() {
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVP";
    for raw in [
        token.to_owned(),
        format!("Bearer {token}"),
        format!("Authorization: Bearer {token}"),
        format!("JWT {token}"),
        format!("Token {token}"),
        format!("\"{token}\""),
    ] {
        assert_eq!(canonical(T::SessionToken, &raw), token, "{raw}");
    }
    table(T::SessionToken, &[(UNFIT, "abc ¦ two words here"), (NULL, " ¦ -")]);
}

/// Domain requirements, 3.11.
#[test]
fn cookie_ids() {
    table(
        T::CookieId,
        &[
            (
                "1700000000123456789",
                "1700000000123456789 ¦ '1700000000123456789 ¦ =\"1700000000123456789\" ¦ \
                 _ym_uid=1700000000123456789",
            ),
            (
                "1234567890.1700000000",
                "GA1.2.1234567890.1700000000 ¦ GA1.1.1234567890.1700000000 ¦ GA1.3-2.1234567890.1700000000 ¦ \
                 1234567890.1700000000 ¦ _ga=GA1.2.1234567890.1700000000",
            ),
            ("fb.1.1700000000123.1234567890", "fb.1.1700000000123.1234567890 ¦ _fbp=fb.1.1700000000123.1234567890"),
            (NULL, "(not set) ¦ 0"),
            (
                LOSSY,
                "1700000000123456789.0 ¦ 1.70000000012346E+18 ¦ 1,7E+18 ¦ 1700000000123456768.0 ¦ \
                 1700000000123450000",
            ),
        ],
    );
}

/// Domain requirements, 3.15.
#[test]
fn documents() {
    table(
        T::IdDocument,
        &[
            (
                "012345678",
                "012345678 ¦ № 012345678 ¦ №012345678 ¦ уд. № 012345678 ¦ удостоверение 012345678 ¦ 012 345 678 ¦ \
                 012345678.0 ¦ \"012345678\" ¦ ０１２３４５６７８",
            ),
            (
                "N12345678",
                "N12345678 ¦ N 12345678 ¦ Н12345678 ¦ №12345678 ¦ n12345678 ¦ N 1234 5678 ¦ паспорт N12345678",
            ),
            ("AB123456", "AB 123456 ¦ АВ123456"),
            (NULL, "000000000"),
            (MASKED, "N1234****"),
            (UNFIT, "IDKAZ012345678 ¦ 1234"),
        ],
    );
}

/// Domain requirements, 3.14; Russian plates of GOST R 50577.
#[test]
fn plates() {
    table(
        T::Plate,
        &[
            (
                "123ABC02",
                "123ABC02 ¦ 123 ABC 02 ¦ 123abc02 ¦ 123АВС02 ¦ 123авс02 ¦ 123 АВС 02 ¦ 123-ABC-02 ¦ 123ABC/02 ¦ \
                 123ABC|02 ¦ KZ 123ABC02 ¦ KZ123ABC02 ¦ 123 ABC 02 KZ ¦ 123ABC02 KZ ¦ 123ABC02. ¦ \"123ABC02\" ¦ \
                 １２３ＡＢＣ０２ ¦ 123 А В С 02 ¦ l23ABC02 ¦ 123ABCO2 ¦ 123ABС02 ¦ гос. номер 123ABC02 ¦ \
                 123\u{a0}ABC\u{a0}02 ¦ г/н 123ABC02 ¦ 123ABC 02 rus",
            ),
            ("001AA01", "001AA01"),
            ("A123BCD", "A 123 BCD"),
            ("A777AA77", "А777АА77"),
            ("O777OO199", "о777оо199 ¦ O777OO 199"),
            (NULL, " ¦ нет"),
            (UNFIT, "UN001"),
        ],
    );
}

/// Domain requirements, 3.17.
#[test]
fn handles() {
    table(
        T::SocialHandle,
        &[
            (
                "telegram:anna_m_77",
                "@anna_m_77 ¦ anna_m_77 ¦ @Anna_M_77 ¦ https://t.me/anna_m_77 ¦ http://t.me/anna_m_77 ¦ \
                 t.me/anna_m_77 ¦ telegram.me/anna_m_77 ¦ https://t.me/anna_m_77?start=1 ¦ \
                 https://t.me/s/anna_m_77 ¦ tg: anna_m_77 ¦ тг @anna_m_77 ¦ Telegram: @anna_m_77 ¦ \
                 телеграм anna_m_77 ¦ tg://resolve?domain=anna_m_77 ¦ https://telegram.me/anna_m_77/ ¦ \
                 https://t.me/@anna_m_77 ¦ Телеграмм: @anna_m_77 ¦ телега @anna_m_77 ¦ ТГ - @anna_m_77 ¦ \
                 ＠anna_m_77 ¦ аnna_m_77 ¦ @anna_m_77, ¦ \"@anna_m_77\"",
            ),
            (
                "vk:id12345678",
                "https://vk.com/id12345678 ¦ vk.com/id12345678 ¦ https://m.vk.com/id12345678 ¦ вк: id12345678",
            ),
            ("instagram:anna.m", "https://www.instagram.com/anna.m/ ¦ instagram.com/anna.m?igshid=x ¦ insta: @anna.m"),
            ("facebook:100001234567890", "https://facebook.com/profile.php?id=100001234567890"),
            ("linkedin:anna-m-123456", "https://www.linkedin.com/in/anna-m-123456/"),
            ("tiktok:anna.m", "https://www.tiktok.com/@anna.m"),
            ("whatsapp:+77710009998", "https://wa.me/77710009998"),
            ("skype:anna.m", "skype: anna.m ¦ skype:anna.m?call"),
            ("telegram:id123456789", "123456789"),
            (NULL, "нет ¦ 0"),
            (UNFIT, "Анна ¦ https://t.me/joinchat/AAAA ¦ instagram.com/p/Cabc123/"),
        ],
    );
}

/// Domain requirements, 3.16 and 7.
#[test]
fn postcodes() {
    table(
        T::Postcode,
        &[
            (
                "050040",
                "050040 ¦ 50040 ¦ 50040.0 ¦ 050 040 ¦ 050-040 ¦ '050040 ¦ =\"050040\" ¦ индекс 050040 ¦ \
                 индекс: 050040 ¦ KZ-050040 ¦ ０５００４０ ¦ пошта индексі 050040 ¦ 050040. ¦ \"050040\"",
            ),
            ("A15T0G9", "А15TOG9 ¦ A15T0G9 ¦ a15t0g9 ¦ А15Т0G9 ¦ A15 T0G9 ¦ A15-T0G9 ¦ индекс А15T0G9"),
            ("Z05H0B4", "Z05H0B4"),
            ("010000", "010000 ¦ 10000"),
            (NULL, "000000"),
            (UNFIT, "0500400 ¦ 5004 ¦ ABCDEFG ¦ A15T0G"),
        ],
    );
}

/// RFC 5870, ISO 6709 and what maps write.
#[test]
fn coordinates() {
    table(
        T::Coordinates,
        &[(
            "43.238949,76.889709",
            "43.238949, 76.889709 ¦ 43.238949,76.889709 ¦ 43.238949 76.889709 ¦ 43.238949; 76.889709 ¦ \
                 43,238949; 76,889709 ¦ 43,238949 76,889709 ¦ 43,238949, 76,889709 ¦ (43.238949, 76.889709) ¦ \
                 [43.238949, 76.889709] ¦ 43.238949°N 76.889709°E ¦ 43.238949° N, 76.889709° E ¦ \
                 N43.238949 E76.889709 ¦ N 43.238949, E 76.889709 ¦ geo:43.238949,76.889709 ¦ \
                 43.238949/76.889709 ¦ ４３.238949, 76.889709 ¦ 43.2389490,76.8897090",
        )],
    );
}

/// Domain requirements, 5.1 and 5.8; ISO 8601, RFC 1123, RFC 3339, RFC 9557.
#[test]
fn times() {
    table(
        T::EventTime,
        &[
            (
                "2023-08-31T12:00:00",
                "2023-08-31 12:00:00 ¦ 2023-08-31T12:00:00 ¦ 2023-08-31 12:00 ¦ 31.08.2023 12:00:00 ¦ \
                 31.08.2023 12:00 ¦ 31.08.23 12:00 ¦ 31.8.2023 12:00 ¦ 31/08/2023 12:00:00 ¦ 31-08-2023 12:00 ¦ \
                 8/31/2023 12:00 ¦ 08/31/2023 12:00:00 PM ¦ 8/31/2023 12:00:00 PM ¦ 2023/08/31 12:00:00 ¦ \
                 2023.08.31 12:00:00 ¦ 31 августа 2023 12:00 ¦ 31 августа 2023 г. 12:00 ¦ \
                 31 августа 2023 г., 12:00 ¦ 31 авг. 2023 г. 12:00 ¦ 31 авг 2023, 12:00 ¦ 31 тамыз 2023 ж. 12:00 ¦ \
                 31 тамыз 2023 12:00 ¦ 2023 жылғы 31 тамыз 12:00 ¦ 2023 ж. 31 тамыз, 12:00 ¦ Aug 31, 2023 12:00 ¦ \
                 August 31, 2023 12:00:00 ¦ Aug 31, 2023, 12:00:00 PM ¦ 31 Aug 2023 12:00 ¦ 31-Aug-2023 12:00 ¦ \
                 45169.5 ¦ 45169,5 ¦ 2023-08-31 12:00:00.000 ¦ 2023-08-31 12:00:00.000000 ¦ 20230831T120000 ¦ \
                 20230831 120000 ¦ 31.08.2023, 12:00:00 ¦ 31.08.2023  12:00 ¦ '2023-08-31 12:00:00 ¦ \
                 =\"31.08.2023 12:00\" ¦ чт, 31 авг. 2023 12:00 ¦ ３１.08.2023 12:00 ¦ 2023-08-31\u{a0}12:00:00 ¦ \
                 2023\u{2011}08\u{2011}31 12:00:00 ¦ 31.08.2023г. 12:00 ¦ 31.08.2023 г. 12:00 ¦ 2023-8-31 12:00:00",
            ),
            (
                "2023-08-31T06:00:00Z",
                "2023-08-31T12:00:00+06:00 ¦ 2023-08-31T06:00:00Z ¦ 2023-08-31T06:00:00.000Z ¦ \
                 2023-08-31 06:00:00 UTC ¦ 2023-08-31 12:00:00+06 ¦ 2023-08-31 12:00:00+0600 ¦ \
                 2023-08-31 12:00:00 +06:00 ¦ 31/Aug/2023:12:00:00 +0600 ¦ Thu, 31 Aug 2023 06:00:00 GMT ¦ \
                 Thu Aug 31 2023 12:00:00 GMT+0600 (Alma-Ata Time) ¦ 1693461600 ¦ 1693461600000 ¦ \
                 1693461600000000 ¦ 1693461600.0 ¦ 2023-08-31T09:00:00+03:00 ¦ 1693461600.000 ¦ \
                 2023-08-31T06:00Z ¦ 2023-08-31T06:00:00+00:00 ¦ 20230831T060000Z ¦ 2023-08-31 06:00:00+00:00 ¦ \
                 2023-08-31 12:00:00 GMT+6 ¦ 31.08.2023 12:00 (UTC+6) ¦ 31.08.2023 09:00 МСК ¦ \
                 2023-08-31T12:00:00+06:00[Asia/Almaty]",
            ),
        ],
    );
}

/// Domain requirements, 5.1.
#[test]
fn dates() {
    table(
        T::Date,
        &[(
            "2023-08-31",
            "2023-08-31 ¦ 31.08.2023 ¦ 31.08.23 ¦ 31.8.2023 ¦ 31/08/2023 ¦ 08/31/2023 ¦ 20230831 ¦ 45169 ¦ \
                 45169.0 ¦ 31 августа 2023 ¦ 31 августа 2023 г. ¦ 31 августа 2023 года ¦ 31 авг. 2023 ¦ \
                 31 авг. 2023 г. ¦ 31 тамыз 2023 ж. ¦ 2023 жылғы 31 тамыз ¦ 2023 ж. 31 тамыз ¦ 31 тамыз 2023 жыл ¦ \
                 Aug 31, 2023 ¦ 31 Aug 2023 ¦ 31-Aug-23 ¦ 31-авг-23 ¦ 31-авг-2023 ¦ 2023.08.31 ¦ 2023/08/31 ¦ \
                 2023-08-31T00:00:00 ¦ 2023-08-31T00:00:00Z ¦ 31.08.2023 0:00 ¦ 31.08.2023 0:00:00 ¦ \
                 31.08.2023г. ¦ 31.08.2023г ¦ 31.08.2023 г. ¦ 31-08-2023 ¦ 31.08.2023 00:00:00 ¦ August 31 2023 ¦ \
                 2023-8-31 ¦ чт 31.08.2023",
        )],
    );
}

/// Sums as payment systems and spreadsheets write them.
#[test]
fn amounts() {
    table(
        T::Amount,
        &[
            (
                "1234567.89",
                "1234567.89 ¦ 1234567,89 ¦ 1 234 567,89 ¦ 1 234 567.89 ¦ 1,234,567.89 ¦ 1.234.567,89 ¦ \
                 1'234'567.89 ¦ 1\u{a0}234\u{a0}567,89 ¦ 1\u{202f}234\u{202f}567,89 ¦ 1\u{2009}234\u{2009}567,89 ¦ \
                 1 234 567,89 ₸ ¦ ₸1 234 567,89 ¦ 1 234 567,89 тг ¦ 1 234 567,89 тг. ¦ 1 234 567,89 тенге ¦ \
                 1 234 567,89 KZT ¦ KZT 1234567.89 ¦ 1 234 567,89 T ¦ 1 234 567,89 руб. ¦ 1 234 567,89 ₽ ¦ \
                 $1,234,567.89 ¦ 1234567.89 USD ¦ 1.23456789E6 ¦ 1,23456789E+06 ¦ 1.23456789e6 ¦ +1234567.89 ¦ \
                 '1234567.89 ¦ =\"1234567,89\" ¦ 1234567.8900 ¦ １２３４５６７．８９ ¦ \"1 234 567,89\" ¦ 1234567.89₸ ¦ \
                 =1234567.89 ¦ 1234567.89 тңг",
            ),
            ("-5.00", "-5 ¦ (5) ¦ \u{2212}5,00"),
            ("1000.00", "1 000"),
            (NULL, " ¦ - ¦ NaN"),
            (
                UNFIT,
                "5- ¦ 1.000 ¦ 1,000 ¦ 10 тыс. ¦ 1,5 млн ¦ бесплатно ¦ тегін ¦ 1,23457E+06 ¦ 12.345 ¦ \
                 +7 771 000 99 98 ¦ inf ¦ 1/2 ¦ 50% ¦ 12 34 ¦ 99990₸/мес",
            ),
        ],
    );
}

/// Years in words.
#[test]
fn ages() {
    table(
        T::Age,
        &[
            ("34", "34 ¦ 34.0 ¦ 34 года ¦ 34 лет ¦ 34 жас ¦ 34 жаста ¦ 34г ¦ 34 y.o. ¦ 34,0 ¦ 34 г. ¦ '34 ¦ ３４"),
            (UNFIT, "131 ¦ -1 ¦ 1985"),
        ],
    );
}

/// Words for the two sexes of documents.
#[test]
fn sexes() {
    table(
        T::Sex,
        &[
            (
                "female",
                "ж ¦ Ж ¦ жен ¦ Жен. ¦ женский ¦ женщина ¦ female ¦ F ¦ әйел ¦ қыз ¦ девочка ¦ Female  ¦ woman ¦ \
                 Mrs ¦ қыз бала ¦ женск.",
            ),
            (
                "male",
                "м ¦ муж ¦ мужской ¦ M ¦ male ¦ ер ¦ еркек ¦ ұл ¦ Ер ¦ мальчик ¦ man ¦ Mr ¦ ұл бала ¦ мужск. ¦ \
                 Мужчина ¦ M ",
            ),
            (NULL, " ¦ не указан"),
        ],
    );
}

/// Words and boxes for yes and no.
#[test]
fn flags() {
    table(
        T::Flag,
        &[
            (
                "true",
                "1 ¦ true ¦ TRUE ¦ True ¦ да ¦ Да ¦ ДА ¦ иә ¦ Иә ¦ yes ¦ Yes ¦ Y ¦ on ¦ ИСТИНА ¦ t ¦ ✓ ¦ ✔ ¦ \
                 согласен ¦ checked ¦ 1.0 ¦ ✅ ¦ ☑ ¦ есть ¦ бар",
            ),
            ("false", "0 ¦ false ¦ FALSE ¦ нет ¦ Нет ¦ жоқ ¦ no ¦ N ¦ off ¦ ЛОЖЬ ¦ f ¦ 0.0 ¦ ☐ ¦ ❌"),
            (NULL, " ¦ - ¦ null"),
        ],
    );
}
