//! Every code of an error or a warning, once: what it means, what is to be done, how a run ends with it.
//!
//! A code stands for one fact and is never given to another. `E…` ends a run; `W…` is said, and with `--strict` refused.

use super::{Kind, Signal};
use std::fmt;

macro_rules! codes {
    ($($code:ident: [$($kind:expr),*], $meaning:literal, $remedy:literal;)+) => {
        /// What is wrong, for scripts and search.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] $code,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            /// The code as it is printed.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)+ }
            }

            /// What is wrong, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$code => $meaning,)+ }
            }

            /// What to do about it; empty where nothing has to be done.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$code => $remedy,)+ }
            }

            /// How a run that meets nothing else ends; empty for a warning.
            #[must_use]
            pub const fn kinds(self) -> &'static [Kind] {
                use Kind::*;
                match self { $(Self::$code => &[$($kind),*],)+ }
            }
        }
    };
}

codes! {
    E100: [Internal], "the program reaches a state that its own code rules out", "report the bug together with the command line";
    E130: [Interrupted(Signal::Int)], "a signal stops the run before anything is published", "run it again";
    E201: [Usage], "a schema or profile is not valid TOML", "correct the TOML at the line that is named";
    E202: [Usage], "a schema or profile has a key that is not known", "correct the spelling of the key or remove it";
    E203: [Usage], "a schema or profile lacks a key that it must have", "add the key";
    E204: [Usage], "a value in a schema or profile has the wrong type", "write a value of the type that is expected";
    E205: [Usage], "`version` of a schema or profile is not one that this program reads", "set `version = 1`";
    E206: [Usage], "a name that enters keys and file names is not a plain name", "use 1 to 64 of a-z, 0-9, dot, underscore and hyphen, not starting with a dot";
    E207: [Usage], "a setting of a schema or profile is not one of the words that it can be", "write one of the words that the message lists";
    E208: [Usage], "a semantic type is not known", "choose a type from `iesiz list types`";
    E209: [Usage], "`role` is weaker than the role of the column's type", "leave `role` out or choose a stronger one";
    E210: [Usage], "`subject`, `activity` or `withdrawn` names a column that the schema does not list", "list the column under `[columns]` or correct the name";
    E211: [Usage], "a time zone is not known", "write an IANA name such as `Asia/Almaty`";
    E212: [Usage], "`delimiter` or `quote` in `[dialect]` is not a character that can be used, or the two are the same", "choose two different ASCII characters";
    E213: [Usage], "an encoding in a schema is not known", "choose one of the encodings that the message lists";
    E214: [Usage], "a schema has no columns", "list at least one column under `[columns]`";
    E215: [Usage], "a key under `[columns]` cannot name a column", "use 1 to 128 characters without control characters or spaces at the ends";
    E216: [Usage], "`max_unfit` is not a share between 0 and 1", "write a number from 0 to 1";
    E217: [Usage], "two columns of a schema claim the same header", "give each header to one column only";
    E218: [Usage], "two schemas describe the same dataset", "give only one of them to `--schema`";
    E219: [Usage], "there is no built-in profile of this name", "choose a built-in profile or give a path that ends with `.toml`";
    E220: [Usage], "a document that the command line names is not UTF-8 text", "save the file as UTF-8";
    E221: [Usage], "an internal profile requires a recipient", "set `recipient = \"optional\"` or choose another audience";
    E222: [Usage], "a setting under `[models]` is outside the values that it can have", "write a value in the range that the message gives";
    E223: [Usage], "a profile lists the same action for a type twice", "remove one of the two";
    E224: [Usage], "an action names no technique or more than one", "write one technique, such as `{ generalize = \"day\" }`";
    E225: [Usage], "a folder given to `--schema` holds no schema", "name a folder that holds `.toml` files";
    E226: [Usage], "an input names a dataset that no schema describes", "write the `dataset` of one of the schemas before the equals sign";
    E227: [Usage], "an input is not a valid file pattern", "use only `*`, `?` and complete brackets in a pattern";
    E228: [Usage], "the same input file is given twice", "name every file once";
    E229: [Usage], "there is no semantic type or canonical form of this name", "choose one from `iesiz list types` or `iesiz list forms`";
    E230: [Usage], "a profile stands where a schema is expected, or a schema where a profile is", "give schemas to `--schema` and profiles to `--profile`";
    E231: [Usage], "the name of a further output under `[also]` cannot end the name of a column", "use 1 to 32 of a-z, 0-9 and underscore";
    E232: [Usage], "a rule under `[nulls]` is not one that is known", "write \"keep\", \"suppress\" or `{ fill = \"other\" }`";
    E233: [Usage], "`--for-excel` is given for an output that is not CSV", "add `--to csv`";
    E234: [Usage], "a hierarchy under `[models.hierarchies]` has both `file` and `levels`", "keep one of the two";
    E235: [Usage], "`iesiz list` has no entry of this name", "leave the name out to see the whole list";
    E236: [Usage], "`skip_lines` is not a number of lines in the permitted range", "write the number of lines above the header";
    E237: [Usage], "`header` in `[dialect]` names no column", "name every column of the file in order, or leave `header` out";
    E238: [Usage], "a setting of a column does not apply to the column's type", "remove the setting or correct `is`";
    E239: [Usage], "`pivot` is not a year in the permitted range", "write the last year that two digits can mean, 1950 to 2099";
    E240: [Usage], "the release has no column of the name that is asked for", "write `DATASET.COLUMN` as the manifest of the release has it";
    E241: [Usage], "there is nothing to look up", "give values as arguments or one per line on stdin";
    E242: [Usage], "the file given as a database of networks is not in MaxMind's format", "give a `.mmdb` file, such as a country database";
    E243: [Usage], "`--reason` or `--ticket` holds an identifier, which must not enter the log", "name the request and not the person";
    E244: [Usage], "`policy_version` stands beside a `[policy]` table of the profile's own", "write it as `version` under `[policy]`";
    E245: [Usage], "the list of `--exclude` names no person", "leave `--exclude` out if no one is to be excluded";
    E246: [Usage], "lines in the list of `--exclude` are not one value each", "write one email, phone, IIN or user id per line";
    E247: [Usage], "a list in a profile that must not be empty is empty", "add an entry or leave the key out";
    E250: [Usage], "several datasets need a folder for their draft schemas, and `--schema-out` is not one", "make the folder first or scan one dataset at a time";
    E251: [Usage], "a number behind `--sample` is taken for an input file that does not exist", "join the number with an equals sign: `--sample=100`";
    E252: [Output], "the folder for the draft schema does not exist", "make the folder first";
    E253: [Usage], "the command line cannot be understood", "look at `iesiz --help`";
    E261: [Usage], "the report of an audit would be written into the release", "write the report beside the release";
    E262: [Usage], "`--quasi` or `--sensitive` of an audit names a column that no file of the release has", "correct the name";
    E270: [Usage], "`--quasi`, `--sensitive` or `--subject` of `measure` names a column that no file has", "correct the name";
    E271: [Usage], "no column is known to be a quasi-identifier, so there is nothing to measure", "name columns with `--quasi` or give a schema";
    E272: [Usage], "a dataset has more quasi-identifiers than can be measured", "name fewer columns with `--quasi`";
    E273: [Usage], "one column is named for two purposes in a measurement", "name the column for one of them only";
    E274: [Usage], "two columns of a measured file have the same name", "rename or remove one of them";
    E275: [Damaged], "a directory that is to be measured has no manifest that can be used", "name files or the directory of a release";
    E276: [Usage], "a column that is to be measured is nested or binary", "name columns of texts, numbers, dates or times";
    E277: [Usage], "`--l` or `--t` is given, and no column is sensitive", "name sensitive columns with `--sensitive`";
    E301: [Usage], "a profile names a technique that is not known", "choose a technique from `iesiz list techniques`";
    E302: [Usage], "a technique cannot be applied to a type", "choose another technique for the type";
    E303: [Usage], "the argument of a technique is missing, not wanted or not one that fits", "write one of the arguments that the message lists";
    E304: [Usage], "a profile with `keys = \"none\"` uses a technique that needs a key", "set `keys = \"required\"` or choose another technique";
    E305: [Usage], "a profile has a rule for a column that the dataset does not have", "correct the name of the column";
    E306: [Usage], "a choice under `[datasets]` is an action that the profile does not allow for the type", "choose an action listed under `[actions]`, or `drop`";
    E307: [Usage], "a profile claims a stronger status than the release has", "claim the status that was computed, or drop the columns that prevent it";
    E308: [Usage], "a profile releases a type in a form in which it must never leave", "drop columns of this type or choose the action that the message names";
    E309: [Usage], "a profile for an audience outside uses a technique that is for internal use only", "use `pseudonymize` or set `audience = \"internal\"`";
    E310: [Usage], "a profile has the name of a built-in one", "give the profile a name of its own";
    E311: [Usage], "`--recipient` is given, and the profile has no recipient", "leave `--recipient` out";
    E312: [Usage], "`--recipient` is not a plain name", "use 1 to 64 of a-z, 0-9, dot, underscore and hyphen";
    E313: [Usage], "two outputs of a dataset have the same name", "choose another suffix under `[also]`";
    E314: [Usage], "a rule under `[nulls]` does not fit the output of its column", "correct the rule as the message says";
    E315: [Usage], "a profile that makes tokens for partners has no recipient", "set `recipient = \"required\"`";
    E316: [Usage], "a technique works person by person, and the schema does not say which column names the person", "set `subject` in the schema";
    E317: [Usage], "the levels or the hierarchy file of a column cannot be used", "correct the hierarchy as the message says";
    E318: [Usage], "a dataset has more quasi-identifiers than the models can make equal at a time", "drop columns or declare them `sensitive` or `insensitive`";
    E319: [Usage], "l or t is asked for, and no sensitive column leaves in any dataset", "keep a sensitive column or ask for k alone";
    E320: [Usage], "a profile decides one column twice", "keep one of the two choices";
    E321: [Usage], "a column is a quasi-identifier and is also listed as sensitive", "leave its type out of `sensitive`";
    E401: [Usage, Damaged], "a file, folder or pattern that the command line names does not exist", "check the path";
    E402: [Damaged], "a file is of a format or an encoding that is not read", "convert or unpack it as the message says";
    E403: [Damaged], "an input has no header because it is empty or ends too early", "export it again or correct `skip_lines`";
    E404: [Policy], "the header line of an input is not well-formed", "correct the header or set `[dialect]` in the schema";
    E405: [Damaged], "an input ends inside quotes", "close the quote or set `quote = \"none\"` in `[dialect]`";
    E406: [Damaged], "a text is not in the encoding in which it is read", "name the right encoding with `--encoding`, or convert the text";
    E407: [Damaged], "a part of a Parquet file cannot be read", "write the file again";
    E408: [Damaged], "an input changes while it is read", "let the export finish, then run again";
    E409: [Damaged], "compressed data is cut off, damaged or followed by other bytes", "copy the file or export it again";
    E410: [Damaged], "the declared encoding does not agree with the byte order mark of the file", "correct `encoding` or leave `--encoding` out";
    E412: [Damaged], "a byte means one letter in windows-1251 and another in KZ-1048, and neither is declared", "declare which of the two encodings it is";
    E413: [Policy], "two characters separate the columns of an input equally well", "set `delimiter` in `[dialect]` of the schema";
    E414: [Damaged], "a quoted cell spans lines that look like rows", "set `quote` in `[dialect]` to say how quotes are read";
    E415: [Damaged], "backslashes in a row do not mean what the beginning of the file suggests", "set `escape` in `[dialect]` of the schema";
    E416: [Policy], "only the folders of an input name some columns, which would be lost", "write these columns into the files or set `partitions = \"drop\"`";
    E417: [Damaged], "a file stands where the directory of a release is expected", "name the directory of a release";
    E418: [Damaged], "a release that is to be audited holds no file of rows", "name the directory of a release or a file of rows";
    E419: [Damaged], "a release given to `--with` cannot be compared", "name the directory of another release";
    E420: [Damaged], "the manifest of a release is not one that this version reads", "name the directory of a release and run `iesiz verify`";
    E421: [Damaged], "the content of a file is not of the format that `--format` names", "leave `--format` out";
    E422: [Damaged], "a text seems to be UTF-16 and has no byte order mark", "declare `utf-16le` or `utf-16be` with `--encoding`";
    E440: [Resource], "a part of a Parquet file exceeds a limit", "write it again in several files with smaller row groups and pages";
    E441: [Usage, Damaged, Output], "a document is not a plain file", "save it as a plain file";
    E442: [Resource], "a document is longer than is read", "check that it is the right file";
    E443: [Resource], "a folder or `--schema` holds more files than are read", "name fewer files or a smaller folder";
    E444: [Resource], "the address space of the process is limited to less than a run needs", "raise `ulimit -v` or lower `--threads`";
    E446: [Usage], "a document has more problems than are listed", "correct those that are listed and run again";
    E501: [TooManyBad], "a row of an input is broken, in a run that stops because of broken rows", "mend the export";
    E502: [TooManyBad], "the inputs have more broken rows than `--max-bad` allows", "mend the export or raise `--max-bad`";
    E503: [TooManyBad], "a row is broken in a file that says who withdrew", "mend the export";
    E600: [Internal, Usage, Damaged, Output, Key, Resource], "the operating system cannot read, write or start something", "follow the hint about the cause";
    E601: [Usage], "an output would overwrite an input", "choose another `--out` or `--rejects`";
    E602: [Usage], "the file of `--log` or `--rejects` would become part of a release or its run record", "choose another file";
    E603: [Usage], "the file of `--metrics` would become part of the release", "choose another file for `--metrics`";
    E604: [Exists], "the file of `--metrics` exists and does not hold figures of a run", "choose another file for `--metrics`";
    E605: [Output], "the directory for the file of `--metrics` does not exist", "make the directory first";
    E610: [Usage], "`--out` does not name a directory that can be made", "name a directory of its own for the release";
    E611: [Output], "the parent directory of `--out` does not exist", "make it first or choose another `--out`";
    E612: [Exists], "the destination of the release exists", "choose another `--out` or set `--if-exists`";
    E613: [Exists], "what stands at the destination is not a release, so it is neither replaced nor skipped", "choose another `--out`";
    E614: [Output], "a foreign file stands where the release is prepared", "look at the file and remove it";
    E615: [Exists], "another run is writing the same release", "wait for it or choose another `--out`";
    E616: [Exists], "the file of `--rejects` exists and is not a list of broken rows", "choose another file for `--rejects`";
    E617: [Exists], "the release that would be replaced holds files that are not part of it", "move these files away or choose another `--out`";
    E618: [Exists], "the draft schema would overwrite a file", "choose another `--schema-out` or move the file away";
    E619: [Exists], "`--if-exists skip` finds a release that was made from other inputs or options", "use `--if-exists replace` or choose another `--out`";
    E620: [Output], "the file of `--log` is not safe or is not a log of this kind", "give a file of your own with mode 0600, or one that does not exist yet";
    E621: [Exists], "the record of the release is missing, so it is unknown what the release was made of", "use `--if-exists replace`";
    E641: [Usage, Exists], "the place of an output is taken by something that is not a plain file", "choose another name";
    E642: [Usage], "two reports of an audit would be written to the same file", "choose another name for `--report` or `--html`";
    E643: [Usage], "the file of `--report` or `--html` exists and is not a report of an audit", "choose another name";
    E645: [Output], "a file that was just written cannot be read back to be counted again", "check the device of `--out` and the limit on open files";
    E646: [Output], "a key file has a new epoch that may be lost after a power failure", "check the device, and do not rotate again";
    E701: [Policy], "an input lacks columns that the schema requires", "correct `names`, `[dialect]` or the input, or set `optional = true`";
    E702: [Policy], "two columns of an input have the same name for the schema", "rename or remove one of them in the export";
    E703: [Policy], "an input has a column that the schema does not list", "list the column or set `unlisted = \"drop\"`";
    E704: [Policy], "a column is declared as something weaker than its header says", "declare it as what it is or add `acknowledge` with a reason";
    E705: [Policy], "the key of a column in the schema looks like an identifier of a person", "name the column by what it holds";
    E706: [Policy], "no schema, or more than one, fits an input", "name the dataset in front of the file: `dataset=FILE`";
    E707: [Policy], "a column that identifies people has a type that cannot be read", "write ids, emails, phones and IINs as text or integers";
    E708: [Policy], "the physical type of a column cannot be read as its semantic type", "write it as text, numbers or timestamps, or drop it";
    E709: [Policy], "a column holds images", "drop the column";
    E710: [Policy], "the first line of an input is not the header, and a later line is", "set `skip_lines` in `[dialect]` of the schema";
    E711: [Policy], "a value does not fit the type that the schema declares, in more cells than max_unfit allows", "correct the type or the data, or raise `max_unfit`";
    E712: [Policy], "the guard withholds identifiers in too many cells of a column", "drop the column or declare it as `free-text`";
    E713: [Policy], "a column that is released by `acknowledge` holds names of people", "declare the column as what it is";
    E720: [Policy], "the profile needs a recipient, and none is given", "name it with `--recipient`";
    E721: [Policy], "the profile claims `anonymised`, and something that this needs is not enforced", "claim less or provide what the message names";
    E722: [Policy], "every column of a dataset would be dropped", "choose a profile or types that keep a column";
    E723: [Policy], "a whole IP address would leave beside a direct identifier in clear", "generalize the address to `/24` or drop one of the two";
    E724: [Policy], "an exact time would leave beside an exact amount", "generalize the time or put the amount into a `bucket`";
    E725: [Policy], "a cookie id in clear or the time of the first visit would leave beside the token of a cookie id", "tokenise, generalize or drop both";
    E726: [Policy], "one output of a column gives away what another output of it hides", "choose one of the two outputs";
    E727: [Policy], "a time would leave unmoved beside a shifted one, so the shift can be read off", "shift all times of the dataset or generalize the others to `month`";
    E730: [Policy], "the k, l or t that the profile asks for cannot be reached", "give more data or ask for less under `[models]`";
    E731: [Policy], "the hierarchy file of a column is not well-formed or lacks values", "correct the file as the message says";
    E732: [Policy], "a dataset has too many quasi-identifiers and levels for `full-domain`", "set `recoding = \"local\"` or use fewer levels";
    E733: [Policy], "labels of different levels of a hierarchy are alike", "give every group of every level a label of its own";
    E734: [Policy], "the recoding loses more than `max_loss` allows", "drop the costliest column or give it a better hierarchy";
    E735: [Policy], "fewer people keep a row than `join_rate` asks for", "lower `suppress` or set `recoding = \"local\"`";
    E740: [Policy], "`scan` finds no header in an input", "delete the lines above the header";
    E743: [Policy], "no schema can be drafted because columns lack names of their own", "give every column of the export its own name and scan again";
    E744: [Policy], "tokens are asked for of a column that has none", "name a column of tokens";
    E745: [Policy], "a dataset has fewer rows than `--min-rows` asks for", "look at the export";
    E746: [Policy], "the values of the column that is asked for cannot be recovered", "name a column that has a way back, or use `iesiz token`";
    E901: [Key], "a key file does not exist", "make one with `iesiz keys new` or check the path";
    E902: [Key], "a key file is not a regular file", "name the file itself";
    E903: [Key], "the key file can be read by others", "set its mode to 600, and make a new key if it may have been read";
    E904: [Key], "a key file or a link to it belongs to another user", "run as its owner or name a file of your own";
    E905: [Key], "a file is not a key file", "give a key file as `iesiz keys new` made it";
    E906: [Key], "a key file has a format that this version does not read", "use the version that made the key file";
    E907: [Key], "the epochs in a key file are not numbered 1, 2, 3 and so on", "use a copy of the file as `iesiz` wrote it";
    E908: [Key], "a key in a key file is not 64 hex digits", "use a copy of the file as `iesiz` wrote it";
    E909: [Key], "a key is not random or is printed in a standard", "make a new key with `iesiz keys new`";
    E910: [Key], "the operating system gives no random bytes", "run on a system with a working random source";
    E911: [Exists], "the key file that is to be made exists", "choose another name";
    E912: [Key], "everybody can write in the directory of a key file", "move the file to a directory of your own or run `chmod o-w` on this one";
    E913: [Exists], "another run is writing the key file", "wait for it";
    E914: [Output], "a foreign file is in the way of writing a key file", "look at the `.iesiz-partial` file beside it and remove it";
    E915: [Key], "two epochs in a key file have the same key", "use a copy of the file as `iesiz` wrote it";
    E916: [Key], "a key stands where the name of a key file is expected", "make a new key, since this one may be in histories and process lists";
    E917: [Key], "a signing key stands where a key of tokens is expected, or the reverse", "give signing keys to `--sign` and keys of tokens to `--keys`";
    E918: [Key], "a file is not a valid public key", "give the `.pub` file that `iesiz keys new --sign` wrote";
    E919: [Key], "the name of a signing key file ends with `.pub`, as public keys do", "name the key file without `.pub`";
    E920: [Key], "the profile makes tokens, and no key is given", "give a key file with `--keys`";
    E921: [Key], "a release for an audience outside is to be made with a key that is thrown away", "give a key file with `--keys`";
    E922: [Key], "the key is not the one that `--expect-key` names", "give the right key file or correct `--expect-key`";
    E923: [Key], "the key that `--expect-key` names belongs to an earlier epoch", "expect the id of the current epoch";
    E924: [Key], "the signing key is also a key of tokens", "make another signing key with `iesiz keys new --sign`";
    E925: [Key], "the key of the release was thrown away, so its tokens cannot be opened", "";
    E926: [Key], "the key file does not hold the key of the release", "give the key file with which the release was made";
    E927: [Key], "everybody can write the public key file", "run `chmod o-w` on it once it is known to be the right one";
    E928: [Key], "a key file has no room for another epoch", "make another key file with `iesiz keys new`";
    E929: [Key], "`--expect-key` is given without a key file that has an id", "give a key file with `--keys` or leave `--expect-key` out";
    E930: [Key], "the value of `--expect-key` is not an id of 16 hex digits", "copy the id from `iesiz keys show`";
    E1001: [Resource], "an input has more columns than are read", "check the delimiter or export fewer columns";
    E1002: [Resource], "a field or a record is longer than is read", "look for a quote that is never closed";
    E1003: [Resource], "the threads of a run cannot be started", "lower `--threads`";
    E1004: [Resource], "a column has more text in one unit than an array can hold", "split the cells or drop the column";
    E1005: [Resource], "compressed data unpacks to far more than its size", "unpack it and look at what it is";
    E1006: [Resource], "compressed data needs more memory to unpack than is given to it", "unpack it first with `zstd -d --long=31`";
    E1007: [Resource], "quasi-identifiers or sensitive columns have too many different values or combinations", "make columns coarser or name fewer of them";
    E1201: [Mismatch], "a file of a release is missing, added or different from what the manifest says", "do not use the release, and ask for it again";
    E1202: [Mismatch], "a column was made by another version, or its manifest was changed", "use the version that the manifest names, and run `iesiz verify`";
    E1203: [Mismatch], "a signature that is required or announced is missing", "ask for the signature, and do not rely on the document";
    E1204: [Mismatch], "the signature is by another key than the one expected", "do not rely on the document, and ask its signer";
    E1205: [Mismatch], "the signature is not valid for this document", "do not rely on the document, and ask its signer";
    E1206: [Mismatch], "the public key lies in the release that it is to check", "get the public key on another way";
    W271: [], "a dataset of a release no longer tells people apart, so k cannot be counted again", "";
    W401: [], "the encoding of an input is guessed from its content", "declare the encoding once it is known to be right";
    W402: [], "the content of an input is of another format than its name says", "rename the file";
    W403: [], "a part of an input seems to be encoded twice and is read as it is", "repair it with the `--encoding` that the hint names";
    W404: [], "an input looks like UTF-8 and is read in another encoding, as declared", "check the declared encoding";
    W405: [], "words that were encoded twice have lost letters and stay as they are", "export the file again as UTF-8";
    W406: [], "quotes in an input are read as text because some do not close in their row", "set `quote = \"none\"` in `[dialect]` if this is right";
    W407: [], "the line below the header names types, units or numbers, and is not read as a row", "";
    W408: [], "rows of an input end with empty fields that have no name", "";
    W409: [], "records that are not rows are left out, as the schema says", "";
    W411: [], "a dataset has no rows", "give `--min-rows 1` to refuse an empty export";
    W601: [], "the release is in place, and the one it replaced cannot be removed", "remove the old release or leave it to the next run";
    W640: [], "the release is in place, and its directory cannot be synced to disk", "check the device";
    W641: [], "the result is in place, and the report of it cannot be written to stdout", "look at the result itself";
    W642: [], "the release is in place, and a file beside it cannot be written", "run again with `--if-exists replace`";
    W643: [], "what a stopped run left behind has been put right", "";
    W644: [], "the file of `--metrics` cannot be written", "check the place of the file";
    W701: [], "columns that the schema does not list are dropped", "list the columns that are needed";
    W721: [], "something that the policy asks for is not enforced", "provide what the message names";
    W722: [], "the country of storage is not declared", "declare it with `--storage-country`";
    W723: [], "the file or column that says who withdrew is not given, so these people are not left out", "give it too or use `--exclude`";
    W724: [], "the release is stored outside Kazakhstan", "store it in Kazakhstan";
    W725: [], "lines of `--exclude` match no row", "check that every line holds one email, phone, IIN or user id";
    W726: [], "a profile has a rule for a dataset that no schema describes", "correct the name of the dataset";
    W727: [], "few rows lack a value or have one, which can single people out", "fill or suppress missing values under `[nulls]`, or drop the column";
    W728: [], "a release under this profile needs a recipient", "name it with `--recipient`";
    W729: [], "`site` of a schema is still that of the draft", "write the name of your site";
    W731: [], "the technique of the column does not prove that an opened value was in it", "compare the value with the release before acting on it";
    W732: [], "values of excluded people belong to other people too, so they exclude no row", "add the user ids of the people to the list";
    W733: [], "the key moves the values of a column, so the models do not count it as a quasi-identifier", "use `generalize` or `bucket` instead";
    W734: [], "l and t ask nothing of a dataset because no sensitive column of it leaves", "";
    W735: [], "in an internal release a time leaves unmoved beside a shifted one", "shift all times or generalize the others to `month`";
    W736: [], "columns are released as they are because of `acknowledge`", "check the reasons in the schema";
    W737: [], "contacts that very many accounts share are not treated as belonging to one person", "replace dummy contacts by NULL in the export";
    W740: [], "an input has no header, and its first line is read as a row", "name the columns in `header` of `[dialect]`";
    W741: [], "headers hold identifiers and are not shown", "rename these columns in the export";
    W742: [], "columns of an input share a name", "give every column a name of its own";
    W743: [], "nested or binary columns are not examined", "flatten the columns before a release";
    W744: [], "only the first rows of each file are examined", "leave `--sample` out to examine everything";
    W745: [], "some rows cannot be read and are not counted", "mend the rows that the hint names";
    W746: [], "columns of an input have no name", "give every column a name of its own";
    W747: [], "the header of an input stands below other lines, which are not read", "keep `skip_lines` of the draft if this is right";
    W748: [], "the header of an input spans several lines, which are read as one", "correct the names in `header` of the draft";
    W749: [], "identifying columns are empty in the rows below a filled one, as after merged cells", "fill the cells down in the spreadsheet and export again";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_what_is_wrong_and_how_a_run_ends() {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(Code::ALL.is_sorted_by_key(|code| (&code.name()[..1], code.name().len(), code.name())), "{names:?}");
        let mut meanings: Vec<&str> = Code::ALL.iter().map(|code| code.meaning()).collect();
        meanings.sort_unstable();
        assert!(meanings.windows(2).all(|two| two[0] != two[1]), "two codes for one fact");
        for code in Code::ALL {
            assert_eq!(code.kinds().is_empty(), code.name().starts_with('W'), "{code}");
            assert!((10..=110).contains(&code.meaning().len()) && !code.meaning().ends_with('.'), "{code}");
            assert!(code.remedy().len() <= 110 && !code.remedy().ends_with('.'), "{code}");
        }
    }
}
