//! Which columns of a dataset are quasi-identifiers, which are sensitive, and which says whose a row is.

use super::run::MeasureOptions;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::Input;
use crate::message;
use crate::privacy::Models;
use crate::schema::{Schema, fold_name};
use crate::vocabulary::{Role, SemanticType};

/// A column by its name, and by the others that it has in files.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) name: String,
    folded: Vec<String>,
    pub(super) is: Option<SemanticType>,
    /// Whether two accounts with the same value are one person's.
    joins: bool,
}

impl Known {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), folded: vec![fold_name(name)], is: None, joins: false }
    }

    /// Where it stands in a file, if there.
    fn place(&self, input: &Input) -> Result<Option<usize>> {
        let at = |(at, header): (usize, &String)| self.folded.contains(&fold_name(header)).then_some(at);
        let found: Vec<usize> = input.header.iter().enumerate().filter_map(at).collect();
        match found.as_slice() {
            [] => Ok(None),
            [place] => Ok(Some(*place)),
            [first, second, ..] => {
                let message = message!(
                    "columns {} and {} of `{}` are both `{}`",
                    first + 1,
                    second + 1,
                    input.shown,
                    Shown::name(&self.name)
                );
                let hint = message!("rename or remove one of them");
                Err(Error::new(Kind::Usage, Diagnostic::new(Code::E274, message).hint(hint)))
            }
        }
    }
}

/// What a column is for a measurement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    Quasi,
    Sensitive,
    /// A quasi-identifier of which only tokens are left.
    Keyed,
}

/// What a schema or a manifest says of a dataset.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    columns: Vec<(Known, Option<Part>)>,
    subject: Option<usize>,
    /// What a manifest says of a release.
    pub(super) promised: Option<Promised>,
}

/// What a release promises.
#[derive(Clone, Debug, Default)]
pub(super) struct Promised {
    /// The models that its profile asked for.
    pub(super) models: Models,
    /// Whether its k is of people whom nothing in the files tells apart.
    pub(super) people_lost: bool,
}

impl Described {
    pub(super) fn of_schema(schema: &Schema) -> Self {
        let columns = schema.columns.iter().map(|column| {
            let names = std::iter::once(&column.key).chain(&column.names);
            let folded = names.map(|name| fold_name(name)).collect();
            let part = match column.role {
                Role::QuasiIdentifier => Some(Part::Quasi),
                Role::Sensitive => Some(Part::Sensitive),
                _ => None,
            };
            (Known { name: column.key.clone(), folded, is: Some(column.is), joins: column.joins_accounts() }, part)
        });
        let columns: Vec<_> = columns.collect();
        let subject = schema.subject.as_ref();
        let subject = subject.and_then(|key| columns.iter().position(|(known, _)| known.name == *key));
        Self { columns, subject, promised: None }
    }

    pub(super) fn of_release(
        columns: Vec<(String, Option<SemanticType>, Option<Part>)>,
        subject: Option<&str>,
        promised: Promised,
    ) -> Self {
        let known = |(name, is, part): (String, _, _)| (Known { is, ..Known::named(&name) }, part);
        let subject = subject.and_then(|subject| columns.iter().position(|(name, ..)| name == subject));
        Self { columns: columns.into_iter().map(known).collect(), subject, promised: Some(promised) }
    }

    /// The same, and whose the rows are if only the schema says so.
    pub(super) fn with_subject_of(mut self, schema: &Schema) -> Self {
        let subject = schema.subject.as_ref();
        let of_schema = || subject.and_then(|key| self.columns.iter().position(|(known, _)| known.name == *key));
        self.subject = self.subject.or_else(of_schema);
        self
    }

    /// A column that somebody named: with all that is known of it.
    pub(super) fn find(&self, name: &str) -> Known {
        let folded = fold_name(name);
        let mut columns = self.columns.iter().map(|(known, _)| known);
        columns.find(|known| known.folded.contains(&folded)).cloned().unwrap_or_else(|| Known::named(name))
    }

    /// Names of the columns that a schema or a manifest tells of; none where nobody has said what they are.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(known, _)| known.name.as_str())
    }

    /// The columns that are so, but those that were named to be something else.
    fn of_part(&self, part: Part, named: &[Known]) -> Vec<Known> {
        let is_named = |known: &Known| named.iter().any(|other| other.name == known.name);
        let columns = self.columns.iter().filter(|(known, of)| *of == Some(part) && !is_named(known));
        columns.map(|(known, _)| known.clone()).collect()
    }
}

/// The columns of a dataset that are read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) quasi: Vec<Known>,
    pub(super) sensitive: Vec<Known>,
    pub(super) subject: Option<Known>,
    /// Columns that tell which accounts are one person's, if the schema says whose the rows are.
    pub(super) identities: Vec<Known>,
    /// By file: the subject, and those.
    pub(super) account_places: Vec<Vec<Option<usize>>>,
    /// Columns that none of the files has.
    pub(super) absent: Vec<String>,
    /// Quasi-identifiers of which only tokens are left.
    pub(super) keyed: Vec<String>,
    /// Whether cells are what they are: a release has written NULL as NULL, and `-` is a text.
    pub(super) exact: bool,
    /// By file, then by column: quasi-identifiers, sensitive columns, the subject. None where only other files have it.
    pub(super) places: Vec<Vec<Option<usize>>>,
}

impl Columns {
    /// Finds the columns in the files: what is named on the command line stands above what is described.
    pub(super) fn find(options: &MeasureOptions<'_>, described: &Described, inputs: &[Input]) -> Result<Self> {
        let named = |names: &[String]| {
            let mut found: Vec<Known> = Vec::new();
            for name in names {
                let known = described.find(name);
                if !found.iter().any(|other| other.name == known.name) {
                    found.push(known);
                }
            }
            found
        };
        let (quasi, sensitive) = (named(options.quasi), named(options.sensitive));
        let subject = options.subject.map(|name| described.find(name));
        let subject = subject.or_else(|| described.subject.map(|at| described.columns[at].0.clone()));
        let taken = [quasi.as_slice(), &sensitive, subject.as_slice()].concat();
        let or_part = |named: Vec<Known>, part| if named.is_empty() { described.of_part(part, &taken) } else { named };
        let keyed = described.of_part(Part::Keyed, &taken).into_iter();
        let mut columns = Self {
            quasi: or_part(quasi, Part::Quasi),
            sensitive: or_part(sensitive, Part::Sensitive),
            subject,
            keyed: keyed.map(|known| known.name).collect(),
            exact: described.promised.is_some(),
            ..Self::default()
        };
        columns.keep_present(inputs)?;
        if options.subject.is_none() && described.promised.is_none() {
            columns.find_identities(described, inputs)?;
        }
        columns.refuse_two_parts(inputs)?;
        Ok(columns)
    }

    /// Leaves out what no file has, and finds the places of the rest.
    fn keep_present(&mut self, inputs: &[Input]) -> Result<()> {
        let mut absent = Vec::new();
        let mut present = |known: &Known| -> Result<bool> {
            let places: Vec<Option<usize>> = inputs.iter().map(|input| known.place(input)).collect::<Result<_>>()?;
            let found = places.iter().any(Option::is_some);
            absent.extend((!found).then(|| known.name.clone()));
            Ok(found)
        };
        let mut keep = |columns: &mut Vec<Known>| -> Result<()> {
            let kept: Vec<bool> = columns.iter().map(&mut present).collect::<Result<_>>()?;
            let mut kept = kept.into_iter();
            columns.retain(|_| kept.next().unwrap_or(false));
            Ok(())
        };
        keep(&mut self.quasi)?;
        keep(&mut self.sensitive)?;
        let mut subject: Vec<Known> = self.subject.take().into_iter().collect();
        keep(&mut subject)?;
        self.subject = subject.pop();
        self.absent = absent;
        for input in inputs {
            let all = self.quasi.iter().chain(&self.sensitive).chain(&self.subject);
            self.places.push(all.map(|known| known.place(input)).collect::<Result<_>>()?);
        }
        Ok(())
    }

    /// Finds what identifies people beyond their accounts. Whoever names a subject wants to count those.
    fn find_identities(&mut self, described: &Described, inputs: &[Input]) -> Result<()> {
        let Some(subject) = &self.subject else { return Ok(()) };
        let joins = |known: &&Known| known.joins && known.name != subject.name;
        self.identities = described.columns.iter().map(|(known, _)| known).filter(joins).cloned().collect();
        for input in inputs {
            let places = std::iter::once(subject).chain(&self.identities).map(|known| known.place(input));
            self.account_places.push(places.collect::<Result<_>>()?);
        }
        Ok(())
    }

    /// A column with two parts would make every class one person, or every class one value.
    fn refuse_two_parts(&self, inputs: &[Input]) -> Result<()> {
        for (places, input) in self.places.iter().zip(inputs) {
            for (nth, place) in places.iter().enumerate().filter(|(_, place)| place.is_some()) {
                if places[..nth].contains(place) {
                    let all = self.quasi.iter().chain(&self.sensitive).chain(&self.subject);
                    let name = all.map(|known| known.name.as_str()).nth(nth).unwrap_or_default();
                    let message = message!("column `{}` of `{}` is asked for twice", Shown::name(name), input.shown);
                    let hint =
                        message!("a column is a quasi-identifier, sensitive, or the subject: name it for one of them");
                    return Err(Error::new(Kind::Usage, Diagnostic::new(Code::E273, message).hint(hint)));
                }
            }
        }
        Ok(())
    }
}
