//! What every code means: what it is called, why it matters, what to do; the texts stand in a room for each kind of finding.

mod attacks;
mod cells;
mod comparisons;
mod container;
mod release;

use super::super::report::Code;
use super::Text;

/// What a code means.
pub(super) struct Meaning {
    pub(super) title: Text,
    pub(super) why: Text,
    pub(super) todo: Text,
}

/// The text of a code.
pub(super) const fn meaning(code: Code) -> Meaning {
    match code {
        Code::Digest => release::DIGEST,
        Code::Added => release::ADDED,
        Code::Missing => release::MISSING,
        Code::Manifest => release::MANIFEST,
        Code::Rows => release::ROWS,
        Code::Columns => release::COLUMNS,
        Code::Label => release::LABEL,
        Code::Signature => release::SIGNATURE,
        Code::Unchecked => release::UNCHECKED,
        Code::Acknowledged => release::ACKNOWLEDGED,
        Code::Undeclared => release::UNDECLARED,
        Code::Storage => release::STORAGE,
        Code::NotEnforced => release::NOT_ENFORCED,
        Code::Name => release::NAME,
        Code::Document => release::DOCUMENT,
        Code::Gap => container::GAP,
        Code::Trailing => container::TRAILING,
        Code::Metadata => container::METADATA,
        Code::Bloom => container::BLOOM,
        Code::Statistics => container::STATISTICS,
        Code::PageIndex => container::PAGE_INDEX,
        Code::Dictionary => container::DICTIONARY,
        Code::Slots => container::SLOTS,
        Code::Bytes => container::BYTES,
        Code::Unreadable => container::UNREADABLE,
        Code::Cell => cells::CELL,
        Code::Weak => cells::WEAK,
        Code::Unlike => cells::UNLIKE,
        Code::Header => cells::HEADER,
        Code::Token => cells::TOKEN,
        Code::Embedded => cells::EMBEDDED,
        Code::Keyless => cells::KEYLESS,
        Code::Skew => cells::SKEW,
        Code::Reversed => attacks::REVERSED,
        Code::Digests => attacks::DIGESTS,
        Code::Frequency => attacks::FREQUENCY,
        Code::Unique => attacks::UNIQUE,
        Code::Homogeneous => attacks::HOMOGENEOUS,
        Code::Inference => attacks::INFERENCE,
        Code::Linkage => attacks::LINKAGE,
        Code::Models => attacks::MODELS,
        Code::Uncounted => attacks::UNCOUNTED,
        Code::SharedTokens => comparisons::SHARED_TOKENS,
        Code::Linked => comparisons::LINKED,
        Code::FewPeople => comparisons::FEW_PEOPLE,
        Code::Difference => comparisons::DIFFERENCE,
        Code::Leak => comparisons::LEAK,
        Code::LeakSpelling => comparisons::LEAK_SPELLING,
        Code::LeakInside => comparisons::LEAK_INSIDE,
        Code::LeakName => comparisons::LEAK_NAME,
        Code::LeakEncoded => comparisons::LEAK_ENCODED,
        Code::LeakDigest => comparisons::LEAK_DIGEST,
        Code::LeakPart => comparisons::LEAK_PART,
        Code::Word => comparisons::WORD,
    }
}
