//! Everyday spellings: what people type who mistype, shorten or spell out, and what programs make of an identifier on its way. Every one is told to
//! the guard, whose question is the first strong hit; values invented.

use iesiz::recognize::{Kind, KindSet, strongest_hit};

const SPELLINGS: &[(Kind, &[&str])] = &[
    (
        Kind::Email,
        &[
            "ivan.petrov@mail,ru",
            "ivan.petrov@mailru",
            "ivan.petrov@mail..ru",
            "ivan.petrov@mail ru",
            "ivan.petrov@mail;ru",
            "ivan.petrov@mail. ru",
            "ivan.petrov@mail .ru",
            "ivan.petrov@gmailcom",
            "ivan.petrov@gmail",
            "ivan.petrov@yandex,kz",
            "ivan.petrov@.mail.ru",
            "ivan.petrov@example,kz",
            "ivan.petrov @mail.ru",
            "ivan.petrov @ mail.ru",
            "ivan.petrov{at}mail.ru",
            "ivan.petrov {at} mail.ru",
            "ivan.petrov<at>mail.ru",
            "ivan.petrov(at)mail(dot)ru",
            "ivan.petrov[at]mail[dot]ru",
            "ivan.petrov[@]mail[.]ru",
            "ivan.petrov(@)mail.ru",
            "ivan.petrov(собака)mail.ru",
            "ivan.petrov {собака} mail {точка} ru",
            "ivan.petrov [ собака ] mail [ точка ] ru",
            "ivan.petrov собака mail точка ru",
            "ivan.petrov собака мейл точка ру",
            "ivan.petrov at mail.ru",
            "ivan.petrov AT mail DOT ru",
            "ivan_petrov at example dot kz",
            "ivan.petrov (a) mail.ru",
            "ivan.petrov|at|mail.ru",
            "ivan.petrov mail.ru",
            "ivan_petrov77 gmail.com",
            "ivan.petrov\"mail.ru",
            "ivan.petrovgmail.com",
            "ivan.petrov=40mail.ru",
            "ivan=2Epetrov=40mail=2Eru",
            "=?utf-8?Q?ivan.petrov=40mail.ru?=",
            "=?windows-1251?q?ivan.petrov=40mail.ru?=",
            "=?utf-8?B?aXZhbi5wZXRyb3ZAbWFpbC5ydQ==?=",
            "ivan.petrov%40mail%2Eru",
            "ivan.petrov&#64;mail&period;ru",
            "ivan.petrov&amp;commat;mail.ru",
            "NF3GC3RAORUGS4Y=  MFUWO5LMFZ2GK43UN53GCQDFPBQW24DMMUXGW6Q=",
            "mfuwo5lmfz2gk43un53gcqdfpbqw24dmmuxgw6q",
            "6976616e2e706574726f76406d61696c2e7275",
            "0x6976616E2E706574726F76406D61696C2E7275",
            "Njk3NjYxNmUyZTcwNjU3NDcyNmY3NjQwNmQ2MTY5NmMyZTcyNzU=",
        ],
    ),
    (
        Kind::Phone,
        &[
            "8|771|000|99|98",
            "8 | 771 | 000 | 99 | 98",
            "+7/771/000/99/98",
            "8/771/000-99-98",
            "8_771_000_99_98",
            "8,771,000,99,98",
            "8:771:000:99:98",
            "8;771;000;99;98",
            "8*771*000*99*98",
            "8~771~000~99~98",
            "8•771•000•99•98",
            "+7|7710009998",
            "771|000|99|98",
            "тел 20-00-12",
            "тел. 200-00-12",
            "Тел.: 2-00-12",
            "телефон 20 00 12",
            "т. 20-00-12",
            "моб 200-00-12",
            "дом. тел. 20-00-12",
            "whatsapp 200-00-12",
            "0x146bec8a8e",
            "0x1217e0a68e",
        ],
    ),
    (
        Kind::NationalId,
        &["0xc5fababf70", "0XC5FABABF70", "c5fabdcca9", "ИИН c5fababf70", "850315|100016", "850315/100016"],
    ),
    (
        Kind::Document,
        &[
            "удл 012345678",
            "удл № 012345678",
            "уд. 012345678",
            "удост. 012345678",
            "удост. личности 012345678",
            "у/л 012345678",
            "паспорт N12345678",
            "пасп. N12345678",
            "куәлік 012345678",
            "куәлігі: 012345678",
            "УЛ 012345678",
        ],
    ),
    (
        Kind::Social,
        &[
            "skype: ivan.petrov77",
            "skype ivan.petrov77",
            "телеграм ivan_petrov77",
            "Телеграмм: ivan_petrov",
            "тг ivan_petrov77",
            "tg: ivan_petrov77",
            "TG - ivan_petrov77",
            "инстаграм ivan.petrov",
            "инста: ivanpetrov",
            "insta ivan.petrov77",
            "ig: ivan_petrov",
            "вк ivan_petrov",
            "vk: id12345678",
            "дискорд ivan#1234",
            "discord: ivan_petrov",
            "вайбер ivan_petrov77",
            "viber: ivan.petrov",
            "вотсап: petrov_i",
            "телеграм: @ivanpetrov",
            "менің инстам ivan_petrov",
            "C:\\Users\\Aigul.Testova\\cv.docx",
        ],
    ),
    (
        Kind::Click,
        &[
            "gclid=CjwKCAjwabcdEiwAXyzT_abcdEFGH_wcB",
            "fbclid=IwAR0abcdEFGHijklMNOPqrst",
            "msclkid=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "dclid=CIabc0123456789",
            "gbraid=0AAAAA0abcDEF",
            "wbraid: CkAKCQabcDEF0123",
            "twclid=2-abc0123def",
            "ttclid=E.C.P.abc0123def",
            "_openstat=dGVzdDEyMzQ7NTY3OA",
            "ysclid=lr0abc123def",
            "li_fat_id=0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
            "{\"gclid\": \"CjwKCAjw0123EiwA\"}",
            "gclid%3DCjwKCAjw0123EiwA",
        ],
    ),
    (
        Kind::Coordinates,
        &[
            "43°14'20.2\"N 76°53'22.9\"E",
            "43°14′20″ с.ш. 76°53′22″ в.д.",
            "43 14 20.2 N 76 53 22.9 E",
            "43.238949 с.ш., 76.889709 в.д.",
            "43.238949° N, 76.889709° E",
            "N43.238949 E76.889709",
            "43,238949; 76,889709",
            "широта 43.238949, долгота 76.889709",
            "lat=43.238949&lon=76.889709",
        ],
    ),
];

#[test]
fn every_spelling_is_told() {
    let mut missed = Vec::new();
    for (kind, texts) in SPELLINGS {
        for text in *texts {
            for text in [(*text).to_owned(), format!("пишу: {text}, вот"), format!("«{text}»"), format!("({text})")]
            {
                let guarded = strongest_hit(&text, KindSet::ALL.without(Kind::Url).without(Kind::UserAgent));
                if guarded.is_none() {
                    missed.push(format!("{}: {text}", kind.name()));
                }
            }
            if strongest_hit(text, KindSet::NONE.with(*kind)).is_none() {
                missed.push(format!("{} by its own kind: {text}", kind.name()));
            }
        }
    }
    assert!(missed.is_empty(), "{}\n{}", missed.len(), missed.join("\n"));
}
