//! What is found beside another release, or beside the source.

use super::Meaning;

pub(super) const SHARED_TOKENS: Meaning = Meaning {
    title: ["Two releases share tokens", "Общие токены у двух выпусков", "Екі шығарылымда ортақ токендер бар"],
    why: [
        "The two can be joined person by person, although they were made so that they cannot.",
        "Их можно соединить по людям, хотя они сделаны так, чтобы этого нельзя было сделать.",
        "Оларды адамдар бойынша біріктіруге болады, бірақ олар мұны болдырмау үшін жасалған.",
    ],
    todo: [
        "Make one of the releases anew under its own profile, recipient or key.",
        "Сделайте один из выпусков заново со своим профилем, получателем или ключом.",
        "Шығарылымдардың бірін өз профилімен, алушысымен немесе кілтімен қайта жасаңыз.",
    ],
};

pub(super) const LINKED: Meaning = Meaning {
    title: [
        "Rows of two releases match",
        "Строки двух выпусков сопоставляются",
        "Екі шығарылымның жолдары сәйкестендіріледі",
    ],
    why: [
        "Rows can be joined by the values that stayed, without any token.",
        "Строки можно соединить по оставшимся значениям, без токенов.",
        "Жолдарды қалған мәндері бойынша, токенсіз-ақ біріктіруге болады.",
    ],
    todo: [
        "Make times, sums or other exact values coarser in one of the releases.",
        "Обобщите время, суммы или другие точные значения в одном из выпусков.",
        "Шығарылымдардың бірінде уақытты, соманы немесе басқа дәл мәндерді жалпылаңыз.",
    ],
};

pub(super) const FEW_PEOPLE: Meaning = Meaning {
    title: [
        "Two releases differ by few people",
        "Два выпуска различаются немногими людьми",
        "Екі шығарылым аз ғана адаммен ерекшеленеді",
    ],
    why: [
        "Both go to one recipient under one key, so a token that only one of them has is that of somebody who came or left in between; \
         whoever knows who that was has found the row.",
        "Оба выпуска получает один и тот же получатель, ключ один, поэтому токен, который есть только в одном, принадлежит тому, кто \
         появился или ушёл за это время; кто знает, кто это был, нашёл его строку.",
        "Екі шығарылымды да бір алушы алады, кілті бір, сондықтан біреуінде ғана бар токен осы аралықта қосылған немесе кеткен \
         адамдікі; оның кім екенін білетін кісі жолын табады.",
    ],
    todo: [
        "Of people who came: wait until more have come, or let the new release replace the old one. Of people who left, because they asked \
         for it perhaps: pass the new release on and have the old one destroyed; only both together tell who left.",
        "О новых людях: подождите, пока их станет больше, или пусть новый выпуск заменит старый. О тех, кто ушёл, возможно потребовав \
         удаления: передайте новый выпуск и добейтесь уничтожения старого; кто ушёл, видно только по обоим вместе.",
        "Жаңа адамдар туралы: олар көбейгенше күтіңіз немесе жаңа шығарылым ескісін алмастырсын. Кеткендер туралы, мүмкін деректерін \
         жоюды талап еткендер: жаңа шығарылымды беріп, ескісін жойғызыңыз; кімнің кеткені екеуі бірге болғанда ғана көрінеді.",
    ],
};

pub(super) const DIFFERENCE: Meaning = Meaning {
    title: [
        "Two releases differ in few rows",
        "Два выпуска различаются немногими строками",
        "Екі шығарылым аз ғана жолмен ерекшеленеді",
    ],
    why: [
        "Who joined or left in between is seen by comparing the two.",
        "Сравнив их, видно, кто появился или исчез за это время.",
        "Екеуін салыстырса, осы аралықта кімнің қосылғаны немесе кеткені көрінеді.",
    ],
    todo: [
        "Wait for more changes before you pass on the second one, or let it replace the first, which is then destroyed. If rows only left, \
         because people asked for it, replace the first at once.",
        "Передавайте второй, когда изменений будет больше, либо замените им первый, а первый уничтожьте. Если строки только исчезли, \
         потому что люди этого потребовали, замените первый сразу.",
        "Екіншісін өзгерістер көбейгенде беріңіз немесе онымен біріншісін алмастырып, біріншісін жойыңыз. Адамдар талап еткендіктен \
         жолдар тек кеткен болса, біріншісін бірден алмастырыңыз.",
    ],
};

pub(super) const LEAK: Meaning = Meaning {
    title: [
        "Value of the source, unchanged",
        "Значение источника без изменений",
        "Бастапқы деректердің өзгермеген мәні",
    ],
    why: [
        "What should have been replaced or dropped stands in the release as it was.",
        "То, что должно быть заменено или удалено, стоит в выпуске как было.",
        "Ауыстырылуға немесе жойылуға тиіс мән шығарылымда сол күйінде тұр.",
    ],
    todo: [
        "Correct the schema or the profile for this column, and make the release anew.",
        "Исправьте схему или профиль для этого столбца и сделайте выпуск заново.",
        "Осы баған үшін схеманы немесе профильді түзетіп, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const LEAK_SPELLING: Meaning = Meaning {
    title: [
        "Value of the source in another spelling",
        "Значение источника в другом написании",
        "Бастапқы деректердің басқаша жазылған мәні",
    ],
    why: [
        "Another spelling of a number or an address hides nothing.",
        "Другое написание номера или адреса ничего не скрывает.",
        "Нөмірді немесе мекенжайды басқаша жазу ештеңені жасырмайды.",
    ],
    todo: [
        "Correct the schema or the profile for this column, and make the release anew.",
        "Исправьте схему или профиль для этого столбца и сделайте выпуск заново.",
        "Осы баған үшін схеманы немесе профильді түзетіп, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const LEAK_INSIDE: Meaning = Meaning {
    title: [
        "Value of the source inside a text",
        "Значение источника внутри текста",
        "Мәтін ішіндегі бастапқы деректер мәні",
    ],
    why: [
        "People write their own and other people's contacts into texts and addresses.",
        "Люди пишут свои и чужие контакты в тексты и адреса страниц.",
        "Адамдар мәтіндер мен мекенжайларға өздерінің және өзгелердің байланыс деректерін жазады.",
    ],
    todo: [
        "Drop the text, or keep only its length and language.",
        "Удалите текст или оставьте только его длину и язык.",
        "Мәтінді жойыңыз немесе тек ұзындығы мен тілін қалдырыңыз.",
    ],
};

pub(super) const LEAK_NAME: Meaning = Meaning {
    title: [
        "Name of the source in the release",
        "Имя из источника в выпуске",
        "Бастапқы деректердегі есім шығарылымда бар",
    ],
    why: [
        "A person's name stands in the release, itself or in Latin letters.",
        "В выпуске есть имя человека, само или латиницей.",
        "Шығарылымда адамның есімі бар: сол күйінде немесе латын әріптерімен.",
    ],
    todo: [
        "Drop the column, or treat the text that holds the name.",
        "Удалите столбец или обработайте текст, в котором стоит имя.",
        "Бағанды жойыңыз немесе есім тұрған мәтінді өңдеңіз.",
    ],
};

pub(super) const LEAK_ENCODED: Meaning = Meaning {
    title: ["Value of the source, encoded", "Закодированное значение источника", "Бастапқы деректердің кодталған мәні"],
    why: [
        "An encoding such as base64 hides nothing: anybody can undo it.",
        "Кодировка вроде base64 ничего не скрывает: её снимет любой.",
        "Base64 сияқты кодтау ештеңені жасырмайды: оны кез келген адам кері қайтара алады.",
    ],
    todo: [
        "Drop the column or replace it by keyed tokens, and make the release anew.",
        "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
        "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const LEAK_DIGEST: Meaning = Meaning {
    title: ["Digest of a value of the source", "Хеш значения источника", "Бастапқы деректер мәнінің хеші"],
    why: [
        "A digest without a key names the person: whoever has the value can compute it.",
        "Хеш без ключа указывает на человека: его вычислит любой, у кого есть значение.",
        "Кілтсіз хеш адамды көрсетеді: мәні бар кез келген адам оны есептей алады.",
    ],
    todo: [
        "Drop the column or replace it by keyed tokens, and make the release anew.",
        "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
        "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const LEAK_PART: Meaning = Meaning {
    title: ["Parts of values of the source", "Части значений источника", "Бастапқы деректер мәндерінің бөліктері"],
    why: [
        "Most values of the column are the last or first digits of numbers, names before an @, numbers of accounts in other signs, or beginnings of digests: \
         with the source each leads back to a person, and often without it.",
        "Большинство значений столбца — последние или первые цифры номеров, имена перед @, номера учётных записей в другом виде или начала хешей: с источником \
         каждое ведёт к человеку, а часто и без него.",
        "Баған мәндерінің көбі — нөмірлердің соңғы не алғашқы цифрлары, @ алдындағы атаулар, басқаша жазылған есептік жазба нөмірлері немесе хештердің бастары: \
         бастапқы деректермен әрқайсысы адамға апарады, көбіне оларсыз да.",
    ],
    todo: [
        "Drop the column or replace it by keyed tokens, and make the release anew.",
        "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
        "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const WORD: Meaning = Meaning {
    title: ["Common word that is also a name", "Обычное слово, которое бывает и именем", "Есім де бола алатын жай сөз"],
    why: [
        "A word of the release is also somebody's name in the source, most likely by chance.",
        "Слово из выпуска в источнике служит чьим-то именем; скорее всего, это совпадение.",
        "Шығарылымдағы сөз бастапқы деректерде біреудің есімі; бұл кездейсоқтық болуы ықтимал.",
    ],
    todo: [
        "Look at the column once; nothing else is needed if it holds no names.",
        "Взгляните на столбец; если имён в нём нет, больше ничего не нужно.",
        "Бағанды бір қарап шығыңыз; онда есімдер болмаса, басқа ештеңе қажет емес.",
    ],
};
