//! A partner's page → what is wrong with it, and what to change.

use super::finding::{
    Finding, blocked, boxed, embedder, fault, frame_alone, held, note, sandbox, unread,
    without_script, without_tag, writing,
};
use super::markup::{Tag, tags};
use super::policy::{Asked, Policy, policies};
use crate::settings::Partner;
use std::collections::BTreeMap;
use worker::Url;

/// A page as it was fetched.
pub(crate) struct Fetched<'a> {
    pub(crate) url: &'a Url,
    pub(crate) status: u16,
    /// `Content-Security-Policy`, all of them.
    pub(crate) policy: &'a str,
    /// `Cross-Origin-Embedder-Policy`.
    pub(crate) embedder: &'a str,
    pub(crate) html: &'a str,
}

/// What it is held against.
pub(crate) struct Ours<'a> {
    pub(crate) origin: &'a str,
    pub(crate) partners: &'a BTreeMap<String, Partner>,
    /// The partner whose page it is.
    pub(crate) id: &'a str,
}

/// All that is found, the worst first.
pub(crate) fn judge(page: &Fetched<'_>, ours: &Ours<'_>) -> Vec<Finding> {
    if let Some(finding) = unread(page) {
        return vec![finding];
    }
    let Some(found) = Found::of(page, ours) else { return Vec::new() };
    let mut all = Vec::new();
    all.extend(found.registered());
    let tags: Vec<&Tag> = found.tags.iter().filter(|tag| tag.name == "vagen-in").collect();
    if tags.is_empty() {
        all.push(found.without_tag());
    } else {
        all.extend(tags.iter().filter_map(|tag| found.partner(tag.get("partner"))));
        all.extend(found.script());
        all.extend(found.frames());
        let is_inline = |tag: &&&Tag| tag.get("mode").is_some_and(|mode| mode.trim() == "inline");
        if tags.iter().any(|tag| is_inline(&tag)) {
            all.extend(found.inline());
        }
        if tags.iter().any(|tag| tag.get("style").is_some()) {
            all.extend(found.looks());
        }
    }
    all.sort_by_key(|finding| !finding.is_fault);
    all
}

/// Whether a tag is a frame whose page has no origin: none may show us.
fn is_boxed(tag: &Tag) -> bool {
    let allows = |words: &str| words.to_ascii_lowercase().contains("allow-same-origin");
    tag.name == "iframe" && tag.get("sandbox").is_some_and(|words| !allows(words))
}

/// What is on the page.
pub(super) struct Found<'a> {
    pub(super) page: &'a Fetched<'a>,
    pub(super) ours: &'a Ours<'a>,
    tags: Vec<Tag>,
    pub(super) policies: Vec<Policy>,
    /// The script's and the frame's addresses.
    pub(super) script: Url,
    frame: Url,
}

impl<'a> Found<'a> {
    fn of(page: &'a Fetched<'a>, ours: &'a Ours<'a>) -> Option<Self> {
        let tags = tags(page.html);
        let is_policy = |tag: &&Tag| {
            let name = tag.get("http-equiv").unwrap_or_default();
            tag.name == "meta" && name.eq_ignore_ascii_case("content-security-policy")
        };
        let metas = tags.iter().filter(is_policy).filter_map(|tag| tag.get("content"));
        let policies = policies(page.policy).chain(metas.flat_map(policies)).collect();
        let url = |path: &str| Url::parse(&format!("{}{path}", ours.origin)).ok();
        let (script, frame) = (url("/v1/embed.js")?, url(&format!("/f/{}", ours.id))?);
        Some(Self { page, ours, tags, policies, script, frame })
    }

    /// Whether the page's site may embed us.
    fn registered(&self) -> Option<Finding> {
        let origin = self.page.url.origin().ascii_serialization();
        let partner = self.ours.partners.get(self.ours.id)?;
        (!partner.origins.contains(&origin)).then(|| {
            let finding = fault(
                "origin",
                [
                    "Webbplatsens adress är inte anmäld hos oss, så webbläsaren visar inte ramen.",
                    "The site's address is not registered with us, so the browser does not show the frame.",
                ],
                ["Be oss lägga till adressen:", "Ask us to add the address:"],
            );
            writing(finding, origin)
        })
    }

    fn without_tag(&self) -> Finding {
        let html = self.page.html;
        let page = format!("{}/f/", self.ours.origin);
        let leads_here = |tag: &&Tag, name: &str| {
            tag.get(name).is_some_and(|address| address.trim().starts_with(&page))
        };
        let framed = self.tags.iter().find(|tag| tag.name == "iframe" && leads_here(tag, "src"));
        if let Some(frame) = framed {
            let path = frame.get("src").unwrap_or_default().trim().strip_prefix(&page);
            let id = path.and_then(|path| path.split(['?', '/', '#']).next());
            let shut = is_boxed(frame).then(boxed);
            let wrong = self.partner(id).or_else(|| self.frames()).or(shut);
            return wrong.unwrap_or_else(frame_alone);
        }
        if self.tags.iter().any(is_boxed) {
            return boxed();
        }
        let link = self.tags.iter().any(|tag| tag.name == "a" && leads_here(&tag, "href"));
        without_tag(html.contains("&lt;vagen-in"), link)
    }

    /// What is wrong with the partner that a tag names.
    fn partner(&self, id: Option<&str>) -> Option<Finding> {
        let id = id.unwrap_or_default().trim();
        match self.ours.partners.get(id) {
            None => Some(writing(
                fault(
                    "partner-unknown",
                    [
                        "Taggens partner finns inte hos oss.",
                        "The tag's partner is not one of ours.",
                    ],
                    ["Skriv ert id, med små bokstäver:", "Write your id, in small letters:"],
                ),
                format!("partner=\"{}\"", self.ours.id),
            )),
            Some(partner) if partner.paused => Some(fault(
                "partner-paused",
                ["Vägen in är pausad hos er.", "The way in is paused for you."],
                [
                    "Hör av er till oss när den ska visas igen.",
                    "Tell us when it is to be shown again.",
                ],
            )),
            Some(_) if id != self.ours.id => Some(writing(
                note(
                    "partner-other",
                    ["Taggen har en annan partners id.", "The tag has another partner's id."],
                    ["Skriv ert eget:", "Write your own:"],
                ),
                format!("partner=\"{}\"", self.ours.id),
            )),
            Some(_) => None,
        }
    }

    /// What keeps our script from running.
    fn script(&self) -> Option<Finding> {
        let scripts = || self.tags.iter().filter(|tag| tag.name == "script");
        let address = |tag: &Tag| self.page.url.join(tag.get("src")?.trim()).ok();
        let is_loader = |url: &Url| {
            let path = url.path();
            path.starts_with("/v1") && path.ends_with("/embed.js")
        };
        let is_ours = |tag: &&Tag| {
            address(tag).is_some_and(|url| url.origin() == self.script.origin() && is_loader(&url))
        };
        let line = format!("<script async src=\"{}\"></script>", self.script);
        let Some(tag) = scripts().find(is_ours) else {
            let elsewhere = scripts().filter_map(address).any(|url| is_loader(&url));
            return Some(writing(without_script(elsewhere), line));
        };
        let kind = tag.get("type").unwrap_or_default().trim().to_ascii_lowercase();
        if !["", "text/javascript", "application/javascript", "module"].contains(&kind.as_str()) {
            return Some(writing(held(), line));
        }
        self.policies.iter().find_map(|policy| {
            let url = address(tag)?;
            let (nonce, integrity) = (tag.get("nonce"), tag.get("integrity"));
            let asked = Asked { url: &url, page: self.page.url, nonce, integrity };
            let (directive, allowed) = policy.keeps_out(&asked)?;
            Some(blocked(directive, allowed, self.ours.origin, &line))
        })
    }

    /// What keeps our frame out.
    fn frames(&self) -> Option<Finding> {
        const NAMES: [&str; 3] = ["frame-src", "child-src", "default-src"];
        let origin = self.ours.origin;
        if self.page.embedder.trim().starts_with("require-corp") {
            return Some(embedder());
        }
        let sandboxed = self.policies.iter().filter_map(|policy| policy.first(&["sandbox"]));
        if sandboxed.into_iter().any(|(_, words)| !words.iter().any(|word| word == "allow-scripts"))
        {
            return Some(sandbox());
        }
        let mut kept = self.policies.iter();
        let directive =
            kept.find_map(|policy| policy.keeps_from(&NAMES, &self.frame, self.page.url))?;
        Some(writing(
            fault(
                "frame-blocked",
                [
                    &format!("Sidans säkerhetspolicy släpper inte in vår ram ({directive})."),
                    &format!("The page's security policy does not let our frame in ({directive})."),
                ],
                ["Lägg till i policyn:", "Add to the policy:"],
            ),
            format!("frame-src {origin}"),
        ))
    }
}
