//! What is found in cells, headers and tokens.

use super::Meaning;

pub(super) const CELL: Meaning = Meaning {
    title: ["Identifier in a cell", "Идентификатор в ячейке", "Ұяшықтағы сәйкестендіргіш"],
    why: ["It points to a person directly.", "Он прямо указывает на человека.", "Ол адамды тікелей көрсетеді."],
    todo: [
        "Correct the column's type in the schema, or drop the column, and make the release anew.",
        "Исправьте тип столбца в схеме или удалите столбец и сделайте выпуск заново.",
        "Схемада баған түрін түзетіңіз немесе бағанды жойып, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const WEAK: Meaning = Meaning {
    title: ["Possible identifier in a cell", "Возможный идентификатор в ячейке", "Ұяшықтағы ықтимал сәйкестендіргіш"],
    why: [
        "It has the shape of an identifier. It may be a chance likeness, such as a long number.",
        "По форме это идентификатор. Сходство может быть случайным, например у длинного числа.",
        "Пішіні бойынша бұл сәйкестендіргіш. Ұқсастық кездейсоқ болуы мүмкін, мысалы, ұзын сан.",
    ],
    todo: [
        "Look at the cell. If it is an identifier, treat or drop the column.",
        "Посмотрите на ячейку. Если это идентификатор, обработайте или удалите столбец.",
        "Ұяшықты қараңыз. Ол сәйкестендіргіш болса, бағанды өңдеңіз немесе жойыңыз.",
    ],
};

pub(super) const UNLIKE: Meaning = Meaning {
    title: [
        "Values that the stated technique does not make",
        "Значения, которых заявленный метод не даёт",
        "Мәлімделген әдіс бермейтін мәндер",
    ],
    why: [
        "The manifest says what was done to the column, and what stands in these cells was not made so: most likely it is finer, or the \
         value itself.",
        "Манифест сообщает, что сделано со столбцом, но содержимое этих ячеек получено не так: скорее всего, оно подробнее или это \
         само значение.",
        "Манифест бағанмен не істелгенін айтады, бірақ бұл ұяшықтардағы мән олай жасалмаған: ол егжей-тегжейлірек немесе мәннің өзі \
         болуы ықтимал.",
    ],
    todo: [
        "Do not pass the release on. Find out what wrote these cells, and make it anew.",
        "Не передавайте выпуск. Выясните, чем записаны эти ячейки, и сделайте его заново.",
        "Шығарылымды бермеңіз. Бұл ұяшықтарды не жазғанын анықтап, оны қайта жасаңыз.",
    ],
};

pub(super) const HEADER: Meaning = Meaning {
    title: ["Suspicious name of a column", "Подозрительное имя столбца", "Күмәнді баған атауы"],
    why: [
        "It holds an identifier, or no schema makes such a name: the first row of an export may have been taken for its header.",
        "В нём идентификатор, или такого имени не даёт ни одна схема: возможно, первую строку выгрузки приняли за заголовок.",
        "Онда сәйкестендіргіш бар немесе мұндай атауды ешбір схема бермейді: бірінші жол тақырып деп қабылданған болуы мүмкін.",
    ],
    todo: [
        "Name the columns in the schema, and make the release anew.",
        "Назовите столбцы в схеме и сделайте выпуск заново.",
        "Бағандарды схемада атап, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const TOKEN: Meaning = Meaning {
    title: [
        "Cells of a token column that are not tokens",
        "В столбце токенов есть не токены",
        "Токендер бағанында токен емес ұяшықтар бар",
    ],
    why: [
        "What is not a token may be the value that the token should have replaced.",
        "То, что не токен, может быть значением, которое токен должен был заменить.",
        "Токен емес нәрсе токен ауыстыруға тиіс болған мәннің өзі болуы мүмкін.",
    ],
    todo: [
        "Look at these cells, and make the release anew.",
        "Посмотрите на эти ячейки и сделайте выпуск заново.",
        "Бұл ұяшықтарды қарап, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const EMBEDDED: Meaning = Meaning {
    title: ["Tokens hold readable text", "Токены содержат читаемый текст", "Токендерде оқылатын мәтін бар"],
    why: [
        "The value is only written in another way; no key is needed to read it.",
        "Значение лишь записано иначе; чтобы его прочитать, ключ не нужен.",
        "Мән тек басқаша жазылған; оны оқу үшін кілт қажет емес.",
    ],
    todo: [
        "Replace these tokens by keyed ones, and make the release anew.",
        "Замените эти токены токенами с ключом и сделайте выпуск заново.",
        "Бұл токендерді кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const KEYLESS: Meaning = Meaning {
    title: ["Tokens made without a key", "Токены, сделанные без ключа", "Кілтсіз жасалған токендер"],
    why: [
        "They have the form of tokens, but anybody who tries numbers makes them again and knows whose they are.",
        "По форме это токены, но перебором номеров их может получить кто угодно и узнать, чьи они.",
        "Пішіні бойынша бұл токендер, бірақ нөмірлерді теріп шыққан кез келген адам оларды қайта жасап, кімдікі екенін біледі.",
    ],
    todo: [
        "Do not pass the release on. Find out what made these tokens, and make it anew with a key.",
        "Не передавайте выпуск. Выясните, чем сделаны токены, и сделайте его заново с ключом.",
        "Шығарылымды бермеңіз. Токендерді не жасағанын анықтап, оны кілтпен қайта жасаңыз.",
    ],
};

pub(super) const SKEW: Meaning = Meaning {
    title: ["One token on many cells", "Один токен во многих ячейках", "Бір токен көп ұяшықта"],
    why: [
        "Whoever knows the most frequent value knows what this token stands for. Often it is a placeholder such as a test account.",
        "Кто знает самое частое значение, знает, что стоит за этим токеном. Часто это заглушка, например тестовая учётная запись.",
        "Ең жиі мәнді білетін адам бұл токеннің артында не тұрғанын біледі. Көбіне бұл — толтырғыш мән, мысалы, сынақ есептік \
         жазбасы.",
    ],
    todo: [
        "Find out which value it is; if it is nobody's, declare it as NULL in the schema.",
        "Выясните, что это за значение; если оно ничьё, объявите его в схеме как NULL.",
        "Бұл қандай мән екенін анықтаңыз; ол ешкімдікі болмаса, схемада NULL деп жариялаңыз.",
    ],
};
