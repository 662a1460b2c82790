//! What is found about a release as a whole: its files, documents, signature and claims.

use super::Meaning;

pub(super) const DIGEST: Meaning = Meaning {
    title: [
        "Digest or size differs",
        "Контрольная сумма или размер не совпадает",
        "Бақылау сомасы немесе өлшемі сәйкес келмейді",
    ],
    why: [
        "The file is not the one that was published: it was changed or damaged after the release was made.",
        "Файл не тот, что был опубликован: он изменён или повреждён после выпуска.",
        "Файл жарияланған файлға сәйкес емес: ол шығарылымнан кейін өзгертілген немесе бүлінген.",
    ],
    todo: [
        "Fetch the release again from where it was made. If it differs there too, make it anew.",
        "Получите выпуск заново там, где он был сделан. Если он отличается и там, сделайте новый.",
        "Шығарылымды ол жасалған жерден қайта алыңыз. Ол жерде де сәйкес келмесе, жаңасын жасаңыз.",
    ],
};

pub(super) const ADDED: Meaning = Meaning {
    title: [
        "File that the release does not list",
        "Файл, которого нет в списке выпуска",
        "Шығарылым тізімінде жоқ файл",
    ],
    why: [
        "Nobody vouches for it: it was put there after the release was made, and may hold anything.",
        "За него никто не отвечает: его добавили после выпуска, и в нём может быть что угодно.",
        "Оған ешкім жауап бермейді: ол шығарылымнан кейін қосылған, ішінде кез келген нәрсе болуы мүмкін.",
    ],
    todo: [
        "Find out where it comes from, and remove it before the release is passed on.",
        "Выясните, откуда он, и удалите его до передачи выпуска.",
        "Оның қайдан шыққанын анықтап, шығарылымды бермес бұрын оны жойыңыз.",
    ],
};

pub(super) const MISSING: Meaning = Meaning {
    title: ["Listed file is not there", "Файла из списка нет", "Тізімдегі файл жоқ"],
    why: [
        "The release is not whole, and what is missing could not be looked at.",
        "Выпуск неполный, и недостающее проверить нельзя.",
        "Шығарылым толық емес, ал жетіспейтін бөлігін тексеру мүмкін емес.",
    ],
    todo: [
        "Fetch the release again, whole.",
        "Получите выпуск заново и целиком.",
        "Шығарылымды қайтадан толық алыңыз.",
    ],
};

pub(super) const MANIFEST: Meaning = Meaning {
    title: ["Manifest cannot be used", "Манифест непригоден", "Манифест жарамсыз"],
    why: [
        "The manifest says what was done to every column. Without it nobody can show that it was done.",
        "Манифест говорит, что сделано с каждым столбцом. Без него этого нельзя подтвердить.",
        "Манифест әр бағанмен не жасалғанын айтады. Онсыз мұны растау мүмкін емес.",
    ],
    todo: [
        "Fetch the manifest again, or make the release anew.",
        "Получите манифест заново или сделайте новый выпуск.",
        "Манифесті қайта алыңыз немесе жаңа шығарылым жасаңыз.",
    ],
};

pub(super) const ROWS: Meaning = Meaning {
    title: ["Number of rows differs", "Число строк не совпадает", "Жолдар саны сәйкес келмейді"],
    why: [
        "Rows were added or lost after the manifest was written.",
        "Строки добавлены или потеряны после того, как был записан манифест.",
        "Манифест жазылғаннан кейін жолдар қосылған немесе жоғалған.",
    ],
    todo: [
        "Fetch the release again, or make it anew.",
        "Получите выпуск заново или сделайте новый.",
        "Шығарылымды қайта алыңыз немесе жаңасын жасаңыз.",
    ],
};

pub(super) const COLUMNS: Meaning = Meaning {
    title: ["Columns differ", "Столбцы не совпадают", "Бағандар сәйкес келмейді"],
    why: [
        "A column that the manifest does not describe was not treated by any rule, or one that it describes is missing.",
        "Столбец, не описанный в манифесте, не обработан ни по какому правилу, либо описанного столбца нет.",
        "Манифестте сипатталмаған баған ешқандай ережемен өңделмеген немесе сипатталған баған жоқ.",
    ],
    todo: [
        "Make the release anew from the schema; do not add or remove columns by hand.",
        "Сделайте выпуск заново по схеме; не добавляйте и не удаляйте столбцы вручную.",
        "Шығарылымды схема бойынша қайта жасаңыз; бағандарды қолмен қоспаңыз және жоймаңыз.",
    ],
};

pub(super) const LABEL: Meaning = Meaning {
    title: [
        "Status is stronger than the columns allow",
        "Статус выше, чем допускают столбцы",
        "Мәртебе бағандар мүмкіндік беретін деңгейден жоғары",
    ],
    why: [
        "The release claims more protection than it has, so it may be treated more freely than the law permits.",
        "Выпуск заявляет больше защиты, чем в нём есть, и с ним могут обращаться свободнее, чем позволяет закон.",
        "Шығарылым нақты қорғанысынан артық қорғанысты мәлімдейді, сондықтан оны заң рұқсат еткеннен еркінірек пайдалануы мүмкін.",
    ],
    todo: [
        "Correct the status, or treat the columns that weaken it, and make the release anew.",
        "Исправьте статус или обработайте столбцы, которые его ослабляют, и сделайте выпуск заново.",
        "Мәртебені түзетіңіз немесе оны әлсірететін бағандарды өңдеп, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const SIGNATURE: Meaning = Meaning {
    title: ["Signature is missing or wrong", "Подписи нет или она неверна", "Қолтаңба жоқ немесе қате"],
    why: [
        "Without a valid signature nobody can tell who made the release and whether the manifest was changed.",
        "Без верной подписи неизвестно, кто сделал выпуск и не изменён ли манифест.",
        "Дұрыс қолтаңбасыз шығарылымды кім жасағаны және манифестің өзгертілген-өзгертілмегені белгісіз.",
    ],
    todo: [
        "Ask whoever made the release for a signed one, and check that you hold the right public key.",
        "Запросите подписанный выпуск у того, кто его сделал, и проверьте, тот ли у вас открытый ключ.",
        "Шығарылымды жасаушыдан қол қойылған нұсқасын сұраңыз және ашық кілттің дұрыстығын тексеріңіз.",
    ],
};

pub(super) const UNCHECKED: Meaning = Meaning {
    title: ["Signature that was not checked", "Подпись, которую не проверили", "Тексерілмеген қолтаңба"],
    why: [
        "The release says who signed it. As long as nobody checks that, anybody may have made it.",
        "Выпуск сообщает, кто его подписал. Пока это не проверено, его мог сделать кто угодно.",
        "Шығарылым оған кім қол қойғанын айтады. Бұл тексерілмейінше, оны кез келген адам жасауы мүмкін.",
    ],
    todo: [
        "Get the public key from whoever signs, not with the release, and audit again with --public.",
        "Получите открытый ключ у подписавшего, не вместе с выпуском, и повторите аудит с --public.",
        "Ашық кілтті қол қоюшыдан, шығарылымнан бөлек алып, аудитті --public параметрімен қайталаңыз.",
    ],
};

pub(super) const ACKNOWLEDGED: Meaning = Meaning {
    title: [
        "Column that leaves as it is because somebody answered for it",
        "Столбец вышел без изменений под чьё-то слово",
        "Баған біреудің сөзімен өзгеріссіз шығарылған",
    ],
    why: [
        "Its header may name people. The manifest says why it was declared as something else; no program can check that.",
        "Его заголовок может называть людей. Почему он объявлен чем-то другим, сказано в манифесте; проверить это программа не может.",
        "Оның тақырыбы адамды атауы мүмкін. Неге басқа нәрсе деп жарияланғаны манифесте айтылған; мұны бағдарлама тексере алмайды.",
    ],
    todo: [
        "Read the reason, and look at some rows of the column.",
        "Прочитайте причину и посмотрите несколько строк столбца.",
        "Себебін оқып, бағанның бірнеше жолын қараңыз.",
    ],
};

pub(super) const UNDECLARED: Meaning = Meaning {
    title: ["Place of storage is not declared", "Место хранения не указано", "Сақтау орны көрсетілмеген"],
    why: [
        "Data that are personal or pseudonymised must be stored in Kazakhstan (Law No. 94-V, article 12), and this release does not say \
         where it is stored.",
        "Персональные и псевдонимизированные данные должны храниться в Казахстане (Закон РК № 94-V, статья 12), а выпуск не сообщает, \
         где он хранится.",
        "Дербес және бүркеншіктелген деректер Қазақстанда сақталуға тиіс (ҚР № 94-V Заңы, 12-бап), ал шығарылым қайда сақталатынын \
         айтпайды.",
    ],
    todo: [
        "Make the release anew with the place declared (--storage-country).",
        "Сделайте выпуск заново с указанием места хранения (--storage-country).",
        "Сақтау орнын көрсетіп (--storage-country), шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const STORAGE: Meaning = Meaning {
    title: ["Place of storage is not Kazakhstan", "Место хранения не Казахстан", "Сақтау орны Қазақстан емес"],
    why: [
        "Data that are personal or pseudonymised must be stored in Kazakhstan (Law No. 94-V, article 12), and this release declares \
         another country.",
        "Персональные и псевдонимизированные данные должны храниться в Казахстане (Закон РК № 94-V, статья 12), а в выпуске указана \
         другая страна.",
        "Дербес және бүркеншіктелген деректер Қазақстанда сақталуға тиіс (ҚР № 94-V Заңы, 12-бап), ал шығарылымда басқа ел \
         көрсетілген.",
    ],
    todo: [
        "Store it in Kazakhstan, and make the release anew with the place declared.",
        "Храните выпуск в Казахстане и сделайте его заново с указанием места хранения.",
        "Шығарылымды Қазақстанда сақтаңыз және сақтау орнын көрсетіп, оны қайта жасаңыз.",
    ],
};

pub(super) const NOT_ENFORCED: Meaning = Meaning {
    title: ["Requirement that nothing enforced", "Требование, которое не обеспечено", "Қамтамасыз етілмеген талап"],
    why: [
        "The profile or the policy asks for it, and the release itself says that nobody checked it.",
        "Этого требует профиль или политика, а выпуск сам сообщает, что это не проверялось.",
        "Мұны профиль немесе саясат талап етеді, ал шығарылымның өзі бұл тексерілмегенін айтады.",
    ],
    todo: [
        "See to it by other means, and write down how.",
        "Обеспечьте его другими средствами и запишите, какими.",
        "Оны басқа тәсілмен қамтамасыз етіп, қалай жасалғанын жазып қойыңыз.",
    ],
};

pub(super) const NAME: Meaning = Meaning {
    title: [
        "Identifier in the name of a file or directory",
        "Идентификатор в имени файла или каталога",
        "Файл немесе каталог атауындағы сәйкестендіргіш",
    ],
    why: [
        "Names of files are seen by everybody who sees the directory, and end up in logs and messages.",
        "Имена файлов видит каждый, кто видит каталог; они попадают в журналы и переписку.",
        "Файл атауларын каталогты көретін әркім көреді; олар журналдар мен хат-хабарларға түседі.",
    ],
    todo: [
        "Rename it in the source, and make the release anew.",
        "Переименуйте его в источнике и сделайте выпуск заново.",
        "Оның атауын бастапқы деректерде өзгертіп, шығарылымды қайта жасаңыз.",
    ],
};

pub(super) const DOCUMENT: Meaning = Meaning {
    title: [
        "Identifier in a document of the release",
        "Идентификатор в документе выпуска",
        "Шығарылым құжатындағы сәйкестендіргіш",
    ],
    why: [
        "The notice, the manifest and the list of digests travel with the data and are read first.",
        "Уведомление, манифест и список контрольных сумм передаются вместе с данными, и их читают первыми.",
        "Хабарлама, манифест және бақылау сомаларының тізімі деректермен бірге беріледі және алдымен оқылады.",
    ],
    todo: [
        "Find the text it came from (profile, schema, recipient), correct it, and make the release anew.",
        "Найдите, откуда он взят (профиль, схема, получатель), исправьте и сделайте выпуск заново.",
        "Оның қайдан алынғанын (профиль, схема, алушы) тауып, түзетіп, шығарылымды қайта жасаңыз.",
    ],
};
