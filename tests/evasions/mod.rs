//! Identifiers of every kind against the ways in which people, programs and encodings change them: published values with their source, values
//! invented, and no real person's.

mod everyday;
mod forms;
mod innocents;
mod search;
mod spellings;
mod writings;

use iesiz::recognize::Kind;

/// A value of a kind, with the word that must stand before it if its shape alone proves nothing.
#[derive(Clone, Copy)]
struct Sample {
    kind: Kind,
    cue: &'static str,
    value: &'static str,
}

const fn sample(kind: Kind, value: &'static str) -> Sample {
    Sample { kind, cue: "", value }
}

const fn cued(kind: Kind, cue: &'static str, value: &'static str) -> Sample {
    Sample { kind, cue, value }
}

const SAMPLES: &[Sample] = &[
    // Invented, and the local parts that RFC 3696, RFC 5321 and RFC 6531 allow.
    sample(Kind::Email, "anna.mysalova@example.kz"),
    sample(Kind::Email, "o.connor-smith_1@sub.example.co.uk"),
    sample(Kind::Email, "customer/department=shipping@example.com"),
    sample(Kind::Email, "\"first last\"@example.com"),
    sample(Kind::Email, "анна@пример.рф"),
    sample(Kind::Email, "user@xn--e1afmkfd.xn--p1ai"),
    // Unused numbers of Kazakhstan, Ofcom's and the NANPA's numbers for drama, the rest libphonenumber's examples.
    cued(Kind::Phone, "тел", "+7 (771) 000-99-98"),
    cued(Kind::Phone, "тел", "8 771 000 99 98"),
    cued(Kind::Phone, "тел", "87710009998"),
    cued(Kind::Phone, "тел", "+44 7700 900123"),
    cued(Kind::Phone, "тел", "+1 (202) 555-0143"),
    cued(Kind::Phone, "тел", "+998 90 123 45 67"),
    // Domain requirements, section 7.
    sample(Kind::NationalId, "850315100016"),
    sample(Kind::NationalId, "850315 200012"),
    sample(Kind::NationalId, "850-315-100-704"),
    sample(Kind::BusinessId, "210140019844"),
    sample(Kind::BusinessId, "351240 000010"),
    // The example of the Federal Tax Service's algorithm.
    sample(Kind::TaxId, "500100732259"),
    // Cards for tests of Stripe, Adyen and PayPal: Visa, Mastercard, American Express, Discover, JCB, Diners Club, UnionPay.
    sample(Kind::Card, "4242424242424242"),
    sample(Kind::Card, "5555 5555 5555 4444"),
    sample(Kind::Card, "3782 822463 10005"),
    sample(Kind::Card, "6011-1111-1111-1117"),
    sample(Kind::Card, "3530111333300000"),
    sample(Kind::Card, "30569309025904"),
    sample(Kind::Card, "6200000000000005"),
    // The IBAN registry.
    sample(Kind::Iban, "KZ86125KZT5004100100"),
    sample(Kind::Iban, "GB29 NWBK 6016 1331 9268 19"),
    sample(Kind::Iban, "DE89370400440532013000"),
    sample(Kind::Iban, "NO9386011117947"),
    // RFC 5737, RFC 3849, RFC 4291.
    sample(Kind::Ip, "192.0.2.7"),
    sample(Kind::Ip, "203.0.113.255:8080"),
    sample(Kind::Ip, "2001:db8:0:0:1:0:0:1"),
    sample(Kind::Ip, "[2001:db8::1]:443"),
    sample(Kind::Ip, "::ffff:192.0.2.128"),
    // RFC 7042, RFC 9562, RFC 1321.
    sample(Kind::Mac, "00:00:5E:00:53:01"),
    sample(Kind::Mac, "0000.5e00.5301"),
    sample(Kind::Uuid, "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    sample(Kind::Digest, "d41d8cd98f00b204e9800998ecf8427e"),
    // RFC 7519, 3.1.
    sample(
        Kind::Secret,
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
         eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
         dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    ),
    sample(Kind::Cookie, "GA1.2.1234567890.1700000000"),
    sample(Kind::Cookie, "fb.1.1700000000123.1234567890"),
    cued(Kind::Plate, "машина", "123ABC02"),
    cued(Kind::Plate, "авто", "A123BCD"),
    cued(Kind::Document, "паспорт", "N12345678"),
    cued(Kind::Document, "удостоверение личности", "012345678"),
    // The specimens of ICAO 9303, parts 4 and 5.
    sample(Kind::Mrz, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
    sample(Kind::Mrz, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    sample(Kind::Mrz, "I<UTOD231458907<<<<<<<<<<<<<<<"),
    sample(Kind::Postcode, "A15T0G9"),
    cued(Kind::Postcode, "индекс", "050040"),
    sample(Kind::Coordinates, "43.238949, 76.889709"),
    sample(Kind::Social, "t.me/anna_m_77"),
    sample(Kind::Social, "vk.com/id12345678"),
    sample(Kind::Address, "ул. Тимирязева, д. 28В"),
    sample(Kind::Address, "Тимирязев көшесі, 28 үй"),
    sample(Kind::Name, "Мысалова Анна Сергеевна"),
    sample(Kind::Name, "Нұрлан Мысалбаев"),
    sample(Kind::Name, "Mysalbayev Nurlan Serikovich"),
];
