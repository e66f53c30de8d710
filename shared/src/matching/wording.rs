//! Conditions and answers in words, in either language.

use crate::catalogue::{Catalogue, Criterion, Expression, is_asked};
use crate::eligibility::{Judge, Verdict, fields};
use crate::profile::{Answer, Field, Profile, Value};
use crate::text::Lang;
use time::Date;

/// A criterion in words: its own label, or what its operators say.
pub fn label_words(catalogue: &Catalogue, lang: Lang, criterion: &Criterion) -> String {
    let own = criterion.label.map(|label| catalogue.text(lang, label)).filter(|l| !l.is_empty());
    own.map_or_else(|| condition_words(catalogue, lang, &criterion.when), str::to_owned)
}

/// A condition in words. One line an operator: the details are below.
pub fn condition_words(catalogue: &Catalogue, lang: Lang, when: &Expression) -> String {
    let pick = |sv: &'static str, en: &'static str| if lang == Lang::Sv { sv } else { en };
    match when {
        Expression::All(all) => each(catalogue, lang, all, pick(" och ", " and ")),
        Expression::Any(any) => each(catalogue, lang, any, pick(" eller ", " or ")),
        Expression::Not(one) => {
            format!("{} {}", pick("inte:", "not:"), condition_words(catalogue, lang, one))
        }
        Expression::OneOf(field, codes) => codes_words(catalogue, lang, *field, codes),
        Expression::Range(field, from, to) => range_words(catalogue, lang, *field, (*from, *to)),
        Expression::Stated(field) => {
            format!("{} {}", name_words(catalogue, lang, *field), pick("är beskriven", "is stated"))
        }
        Expression::Answered(field) | Expression::DontKnow(field) => {
            name_words(catalogue, lang, *field)
        }
        Expression::About(concepts) => {
            let labels = concept_words(catalogue, lang, concepts);
            format!("{} {labels}", pick("Handlar om:", "Is about:"))
        }
        Expression::Period(from, to) => period_words(lang, (*from, *to)),
        Expression::Named(at) => named_words(catalogue, lang, *at),
        Expression::Says(_)
        | Expression::Redirected(_)
        | Expression::Suggested(_)
        | Expression::LimitedIntake => fixed_words(lang, when).to_owned(),
    }
}

/// Operators that are said the same way whatever they hold.
fn fixed_words(lang: Lang, when: &Expression) -> &'static str {
    match (when, lang) {
        (Expression::Says(_), Lang::Sv) => "Så beskriver ni det",
        (Expression::Says(_), Lang::En) => "That is how you describe it",
        (Expression::Redirected(_), Lang::Sv) => "Hör till någon annan",
        (Expression::Redirected(_), Lang::En) => "Belongs to another body",
        (Expression::LimitedIntake, Lang::Sv) => "Begränsat mottagande",
        (Expression::LimitedIntake, Lang::En) => "Limited intake",
        (_, Lang::Sv) => "Vägen är vanlig för det ni söker, i ert skede",
        (_, Lang::En) => "A usual path for what you seek, at your stage",
    }
}

fn each(catalogue: &Catalogue, lang: Lang, all: &[Expression], between: &str) -> String {
    let words: Vec<String> = all.iter().map(|one| condition_words(catalogue, lang, one)).collect();
    words.join(between)
}

fn named_words(catalogue: &Catalogue, lang: Lang, at: u16) -> String {
    let named = catalogue.rules.conditions.get(usize::from(at));
    named.map(|(_, when)| condition_words(catalogue, lang, when)).unwrap_or_default()
}

fn codes_words(catalogue: &Catalogue, lang: Lang, field: Field, codes: &[String]) -> String {
    let codes: Vec<String> =
        codes.iter().map(|code| code_words(catalogue, lang, field, code)).collect();
    let or = if lang == Lang::Sv { " eller " } else { " or " };
    format!("{}: {}", name_words(catalogue, lang, field), codes.join(or))
}

fn range_words(
    catalogue: &Catalogue,
    lang: Lang,
    field: Field,
    (from, to): (Option<u32>, Option<u32>),
) -> String {
    let name = name_words(catalogue, lang, field);
    let number = |n: u32| number_words(field, n);
    match (from, to) {
        (Some(from), Some(to)) => format!("{name}: {}–{}", number(from), number(to)),
        (Some(from), None) if lang == Lang::Sv => format!("{name}: minst {}", number(from)),
        (Some(from), None) => format!("{name}: at least {}", number(from)),
        (None, Some(to)) if lang == Lang::Sv => format!("{name}: högst {}", number(to)),
        (None, Some(to)) => format!("{name}: at most {}", number(to)),
        (None, None) => name,
    }
}

fn period_words(lang: Lang, (from, to): (Option<Date>, Option<Date>)) -> String {
    let day = |day: Option<Date>| day.map(date_words).unwrap_or_default();
    match lang {
        Lang::Sv => format!("Gäller {}–{}", day(from), day(to)),
        Lang::En => format!("Valid {}–{}", day(from), day(to)),
    }
}

/// A day as `2026-11-23`.
pub(super) fn date_words(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

fn concept_words(catalogue: &Catalogue, lang: Lang, concepts: &[u16]) -> String {
    let label = |at: &u16| {
        let concept = catalogue.rules.concepts.get(usize::from(*at))?;
        Some(catalogue.text(lang, concept.label))
    };
    concepts.iter().filter_map(label).collect::<Vec<_>>().join(", ")
}

/// What a fact is called in a verdict.
fn name_words(catalogue: &Catalogue, lang: Lang, field: Field) -> String {
    let question = catalogue.rules.question(field);
    question.map_or(field.name(), |question| catalogue.text(lang, question.name)).to_owned()
}

fn code_words(catalogue: &Catalogue, lang: Lang, field: Field, code: &str) -> String {
    let option = catalogue
        .rules
        .question(field)
        .and_then(|question| question.options.iter().find(|option| option.code == code));
    match (option, code, lang) {
        (Some(option), _, _) => catalogue.text(lang, option.label).to_owned(),
        (None, "true", Lang::Sv) => "ja".to_owned(),
        (None, "true", Lang::En) => "yes".to_owned(),
        (None, "false", Lang::Sv) => "nej".to_owned(),
        (None, "false", Lang::En) => "no".to_owned(),
        (None, other, _) => other.to_owned(),
    }
}

fn number_words(field: Field, number: u32) -> String {
    if field == Field::PriceSek { format!("{} kr", thousands(number)) } else { number.to_string() }
}

/// 700000 → "700 000", with spaces that do not break.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// A value in words.
pub fn value_words(catalogue: &Catalogue, lang: Lang, field: Field, value: &Value) -> String {
    match value {
        Value::Bool(_) if matches!(field, Field::OrgBenefit | Field::UserBenefit) => {
            if lang == Lang::Sv { "beskriven".to_owned() } else { "stated".to_owned() }
        }
        Value::Bool(yes) => code_words(catalogue, lang, field, if *yes { "true" } else { "false" }),
        Value::Number(number) if field == Field::Trl => {
            code_words(catalogue, lang, field, &number.to_string())
        }
        Value::Number(number) => number_words(field, *number),
        Value::Code(code) => code_words(catalogue, lang, field, code),
        Value::Codes(codes) => {
            let all: Vec<String> =
                codes.iter().map(|code| code_words(catalogue, lang, field, code)).collect();
            all.join(", ")
        }
    }
}

/// What the company answered to the facts that a condition looks at. Questions
/// that do not come up on this route are passed over.
pub fn answer_words(
    catalogue: &Catalogue,
    lang: Lang,
    profile: &Profile,
    when: &Expression,
) -> String {
    // No question depends on the day.
    let judge = Judge::new(&catalogue.rules, profile, Date::MIN);
    let comes_up = |field: Field| {
        profile.get(field) != Answer::NotAsked
            || catalogue.rules.question(field).is_some_and(|question| is_asked(question, &judge))
    };
    let mut words: Vec<String> = fields(&catalogue.rules, when)
        .filter(comes_up)
        .iter()
        .map(|field| field_answer(catalogue, lang, profile, field))
        .collect();
    words.extend(own_words(catalogue, lang, &judge, when));
    words.join(" · ")
}

/// What the company's own words have to do with a condition.
fn own_words(
    catalogue: &Catalogue,
    lang: Lang,
    judge: &Judge<'_>,
    when: &Expression,
) -> Option<String> {
    let profile = judge.profile();
    let (mut about, mut says, mut said) = (false, false, false);
    let mut doors = Vec::new();
    when.walk_deep(&catalogue.rules.conditions, &mut |one| match one {
        Expression::About(_) => about = true,
        Expression::Redirected(ids) => {
            says = true;
            for door in catalogue.rules.redirects.iter().filter(|one| ids.contains(&one.id)) {
                if judge.verdict(&door.when) == Verdict::Met {
                    doors.push(catalogue.text(lang, door.name));
                }
            }
        }
        Expression::Says(saying) => {
            says = true;
            said |= profile.sayings.contains(saying);
        }
        _ => {}
    });
    if !doors.is_empty() {
        return Some(doors.join(", "));
    }
    let found: Vec<u16> =
        profile.concepts.iter().filter_map(|id| catalogue.rules.concept(id)).collect();
    // What must not be the case and is not: silence is the answer that is wanted.
    let nothing = match (when, lang) {
        (Expression::Not(_), Lang::Sv) => "inget i era ord tyder på något annat",
        (Expression::Not(_), Lang::En) => "nothing in your words says otherwise",
        (_, Lang::Sv) => "inget i era ord tyder på det",
        (_, Lang::En) => "nothing in your words points to it",
    };
    let in_words = match lang {
        Lang::Sv => "så skriver ni",
        Lang::En => "your words say so",
    };
    match (about, says) {
        (true, _) if found.is_empty() => Some(nothing.to_owned()),
        (true, _) => Some(concept_words(catalogue, lang, &found)),
        (false, true) => Some(if said { in_words } else { nothing }.to_owned()),
        (false, false) => None,
    }
}

fn field_answer(catalogue: &Catalogue, lang: Lang, profile: &Profile, field: Field) -> String {
    let name = name_words(catalogue, lang, field);
    let answer = match (profile.get(field), lang) {
        (Answer::NotAsked, Lang::Sv) => "inte besvarad".to_owned(),
        (Answer::NotAsked, Lang::En) => "not answered".to_owned(),
        (Answer::DontKnow, Lang::Sv) => "vet inte".to_owned(),
        (Answer::DontKnow, Lang::En) => "do not know".to_owned(),
        (Answer::Known(value), _) => {
            let stated = matches!(field, Field::OrgBenefit | Field::UserBenefit);
            match (stated, value) {
                // A benefit is the company's own text: verdicts say that it is there.
                (true, Value::Code(text)) => {
                    let is_there = Value::Bool(!text.trim().is_empty());
                    value_words(catalogue, lang, field, &is_there)
                }
                _ => value_words(catalogue, lang, field, value),
            }
        }
    };
    format!("{name}: {answer}")
}
