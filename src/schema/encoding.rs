//! Names of the encodings that a text may be declared in.

/// How the characters of a text are written as bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 whose byte order mark says which.
    Utf16,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Windows' Cyrillic code page, which has no Kazakh letters but `і`.
    Windows1251,
    /// Kazakhstan's standard ST RK 1048-2002: windows-1251 with Kazakh letters in the place of Serbian and Ukrainian ones.
    Kz1048,
    /// ParaType's Asian Cyrillic: the same idea with the letters in other places.
    Ptcp154,
    /// MS-DOS's Cyrillic code page, which old bank programs write.
    Cp866,
    /// The Cyrillic code page of Unix and of old mail.
    Koi8R,
    /// The Cyrillic part of ISO 8859.
    Iso88595,
    /// The Cyrillic code page of old Macs.
    MacCyrillic,
    /// Windows' code page of Western Europe, which is what programs mean by Latin-1.
    Windows1252,
    /// UTF-8 that was read as windows-1251 and saved as UTF-8: `Айгерім` is `РђР№РіРµСЂС–Рј`.
    Utf8AsWindows1251,
    /// UTF-8 that was read as windows-1252 (MySQL's `latin1`) and saved as UTF-8: `номер` is `Ð½Ð¾Ð¼ÐµÑ€`.
    Utf8AsWindows1252,
}

/// Every name with its encoding; the first name of an encoding is the one that is shown. Aliases are those of the IANA registry of
/// character sets and of `iconv`.
const NAMES: &[(&str, Encoding)] = &[
    ("utf-8", Encoding::Utf8),
    ("utf8", Encoding::Utf8),
    ("utf-16", Encoding::Utf16),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("windows-1251", Encoding::Windows1251),
    ("cp1251", Encoding::Windows1251),
    ("kz-1048", Encoding::Kz1048),
    ("kz1048", Encoding::Kz1048),
    ("rk1048", Encoding::Kz1048),
    ("strk1048-2002", Encoding::Kz1048),
    ("ptcp154", Encoding::Ptcp154),
    ("pt154", Encoding::Ptcp154),
    ("cp154", Encoding::Ptcp154),
    ("cp866", Encoding::Cp866),
    ("ibm866", Encoding::Cp866),
    ("koi8-r", Encoding::Koi8R),
    ("koi8r", Encoding::Koi8R),
    ("koi8-u", Encoding::Koi8R),
    ("iso-8859-5", Encoding::Iso88595),
    ("x-mac-cyrillic", Encoding::MacCyrillic),
    ("maccyrillic", Encoding::MacCyrillic),
    ("windows-1252", Encoding::Windows1252),
    ("cp1252", Encoding::Windows1252),
    ("latin1", Encoding::Windows1252),
    ("iso-8859-1", Encoding::Windows1252),
    ("utf-8-as-windows-1251", Encoding::Utf8AsWindows1251),
    ("utf-8-as-windows-1252", Encoding::Utf8AsWindows1252),
];

impl Encoding {
    /// The names, without aliases, for messages.
    pub const KNOWN: &'static str = "utf-8, utf-16, utf-16le, utf-16be, windows-1251, kz-1048, ptcp154, cp866, koi8-r, iso-8859-5, x-mac-cyrillic, windows-1252, utf-8-as-windows-1251, utf-8-as-windows-1252";

    /// The encoding of this name or alias, in upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, encoding)| *encoding)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, encoding)| *encoding == self);
        found.map(|(name, _)| *name).expect("every encoding has a name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_lead_back() {
        for (name, encoding) in NAMES {
            assert_eq!(Encoding::parse(&name.to_uppercase()), Some(*encoding));
            assert_eq!(Encoding::parse(encoding.name()), Some(*encoding));
        }
        assert_eq!(Encoding::parse("CP1251").map(Encoding::name), Some("windows-1251"));
        assert_eq!(Encoding::parse("latin1").map(Encoding::name), Some("windows-1252"));
        assert_eq!(Encoding::parse("ebcdic"), None);
    }

    #[test]
    fn messages_list_every_name_once() {
        let mut names: Vec<&str> = Encoding::KNOWN.split(", ").collect();
        assert!(names.iter().all(|name| Encoding::parse(name).is_some_and(|encoding| encoding.name() == *name)));
        assert_eq!(names.len(), 14);
        names.dedup();
        assert_eq!(names.len(), 14);
    }
}
