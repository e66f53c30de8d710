//! The tags of a page, as a browser would meet them: comments, scripts' own
//! text and templates are passed over.

/// A tag with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// In small letters.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value; empty for one without.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is between these is text to a browser that runs scripts, or not there.
const NOT_READ: [&str; 8] =
    ["script", "style", "textarea", "title", "template", "noscript", "xmp", "iframe"];

/// All opening tags of a page.
pub(super) fn tags(html: &str) -> Vec<Tag> {
    let mut all = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, end)| end);
        } else if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, end) = tag(after);
            rest = if NOT_READ.contains(&tag.name.as_str()) { past(&tag.name, end) } else { end };
            all.push(tag);
        }
    }
    all
}

/// What follows the end of an element.
fn past<'a>(name: &str, text: &'a str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        let is_end = after.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        if is_end {
            return after;
        }
        rest = after;
    }
    ""
}

/// A tag, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
    let (name, mut rest) = split_at(text, is_end);
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let (name, value, after) = attribute(rest);
        // The first of two counts.
        if !attributes.iter().any(|(other, _)| *other == name) {
            attributes.push((name, value));
        }
        rest = after;
    }
    (Tag { name: name.to_ascii_lowercase(), attributes }, rest)
}

fn attribute(text: &str) -> (String, String, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || "=>/".contains(c);
    // At least one character, or nothing would ever end.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (_, after_first) = text.split_at(first);
    let (_, rest) = split_at(after_first, is_end);
    let name = text.get(..text.len() - rest.len()).unwrap_or_default().to_ascii_lowercase();
    let Some(rest) = rest.trim_start().strip_prefix('=') else {
        return (name, String::new(), rest);
    };
    let rest = rest.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            let (value, after) = inside.split_once(quote).unwrap_or((inside, ""));
            return (name, plain(value), after);
        }
    }
    let (value, after) = split_at(rest, |c: char| c.is_ascii_whitespace() || c == '>');
    (name, plain(value), after)
}

fn split_at(text: &str, is_end: impl Fn(char) -> bool) -> (&str, &str) {
    let at = text.find(is_end).unwrap_or(text.len());
    text.split_at(at)
}

/// Without the entities that stand in addresses and policies.
fn plain(value: &str) -> String {
    let pairs =
        [("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&apos;", "'"), ("&#38;", "&")];
    let text = pairs.into_iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_are_found_as_a_browser_finds_them() {
        let html = "<!doctype html><!-- <a> --><P Class=x data-y = 'a > b' hidden>\
            <script>if (a<b) '<vagen-in>'</script><vagen-in\npartner=\"a&amp;b\"/><br>";
        let found = tags(html);
        let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["p", "script", "vagen-in", "br"]);
        let paragraph = found.first().unwrap();
        assert_eq!(paragraph.get("class"), Some("x"));
        assert_eq!(paragraph.get("data-y"), Some("a > b"));
        assert_eq!(paragraph.get("hidden"), Some(""));
        assert_eq!(found.get(2).unwrap().get("partner"), Some("a&b"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[<>/=a-c\"'! å-]{0,80}") {
            let _ = tags(&text);
        }
    }
}
