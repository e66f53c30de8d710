//! Pages made of nothing but what `/partners/` prints, put where each
//! publishing system puts it: the first question can be answered there, in
//! Chromium and in Firefox, in Swedish and in English.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use e2e::browser::visitor::words::{button, heading, say};
use e2e::browser::{Browser, Engine, Role};
use e2e::project;
use e2e::stack::Stack;
use shared::text::Lang;

#[path = "recipes/wordpress.rs"]
mod wordpress;

/// Where a recipe comes to stand: in what a system's page has around it.
struct System {
    name: &'static str,
    /// The recipe, as it is called on `/partners/`.
    recipe: &'static str,
    around: [&'static str; 2],
}

const SYSTEMS: [System; 6] = [
    System { name: "plain", recipe: "plain", around: ["<main>", "</main>"] },
    System {
        name: "wordpress",
        recipe: "wordpress-html",
        around: [
            "<main class=\"wp-site-blocks\"><div class=\"entry-content wp-block-post-content is-layout-constrained\">",
            "</div></main>",
        ],
    },
    System {
        name: "sitevision",
        recipe: "sitevision",
        around: [
            "<div class=\"sv-html-portlet sv-portlet\" id=\"svid12_1\"><div id=\"HTML\">",
            "</div></div>",
        ],
    },
    System {
        name: "webflow",
        recipe: "webflow",
        around: [
            "<div class=\"w-layout-blockcontainer\"><div class=\"w-embed w-script\">",
            "</div></div>",
        ],
    },
    System {
        name: "squarespace",
        recipe: "squarespace",
        around: [
            "<div class=\"sqs-block code-block sqs-block-code\"><div class=\"sqs-block-content\"><div class=\"sqs-code-container\">",
            "</div></div></div>",
        ],
    },
    System { name: "frame", recipe: "frame", around: ["<main>", "</main>"] },
];

#[tokio::test(flavor = "multi_thread")]
async fn pages_made_of_the_recipes_alone_work() -> Result<()> {
    let stack = Stack::start().await?;
    let [chromium, firefox] = Engine::ALL.map(|engine| in_one(&stack, engine));
    let (chromium, firefox) = tokio::try_join!(chromium, firefox)?;
    project::say(format!("recipes that work: {chromium} in Chromium, {firefox} in Firefox"));
    Ok(())
}

async fn in_one(stack: &Stack, engine: Engine) -> Result<usize> {
    let browser = Browser::of(engine).await?;
    browser.resize(1280, 900).await?;
    let mut works = 0;
    for lang in [Lang::Sv, Lang::En] {
        let printed = Printed::read(&browser, stack, lang).await?;
        for (name, address) in printed.pages(stack, engine, lang).await? {
            let tried = answer(&browser, &address, lang, name).await;
            tried.with_context(|| format!("{name}, {}, {engine:?}", lang.tag()))?;
            works += 1;
        }
    }
    browser.close().await?;
    Ok(works)
}

/// What `/partners/` prints: the recipes by their names.
struct Printed(BTreeMap<String, String>);

impl Printed {
    async fn read(browser: &Browser, stack: &Stack, lang: Lang) -> Result<Self> {
        const RECIPES: &str = "return Object.fromEntries(
            [...document.querySelectorAll('[data-recipe]')]
              .map((one) => [one.dataset.recipe, one.textContent]))";
        browser.leave_frame().await?;
        browser
            .open(&stack.url(&format!("/partners/?partner=demo-park&lang={}", lang.tag())))
            .await?;
        browser.find(Role::Heading, "").await?;
        Ok(Self(browser.script(RECIPES, Vec::new()).await?))
    }

    fn get(&self, name: &str) -> Result<&str> {
        let found = self.0.get(name).map(String::as_str);
        found.with_context(|| format!("no “{name}” among {:?}", self.0.keys()))
    }

    /// Puts up a page a system, and gives their names and addresses.
    async fn pages(
        &self,
        stack: &Stack,
        engine: Engine,
        lang: Lang,
    ) -> Result<Vec<(&'static str, String)>> {
        let put = |name: &str, body: &str| {
            let name = format!("recipe-{name}-{}-{}", lang.tag(), engine.name());
            stack.site.write(&name, page(lang, body))
        };
        let mut all = Vec::new();
        for System { name, recipe, around: [before, after] } in &SYSTEMS {
            let body = format!("{before}{}{after}", self.get(recipe)?);
            all.push((*name, put(name, &body)));
        }
        let [plugin, shortcode, link] =
            ["plugin", "shortcode", "oembed"].map(|name| self.get(&format!("wordpress-{name}")));
        let file = format!("tmp/vagen-in-{}.php", engine.name());
        let file = project::target().join(file);
        project::write(&file, plugin?)?;
        let [tag, framed] = wordpress::bodies(&file, shortcode?, link?).await?;
        all.push(("wordpress-shortcode", put("wordpress-shortcode", &tag)));
        all.push(("wordpress-oembed", put("wordpress-oembed", &framed)));
        // Wix puts what is pasted in a frame of another origin.
        let inner = put("wix-inner", self.get("wix")?);
        let around =
            format!("<iframe id=host title=Embed width=980 height=1200 src=\"{inner}\"></iframe>");
        all.push(("wix", elsewhere(&put("wix", &around))));
        all.push(("wix-element", put("wix-element", &self.wix_element()?)));
        Ok(all)
    }

    /// Wix makes the element by script, of what was entered in its form.
    fn wix_element(&self) -> Result<String> {
        let [server, tag, attributes] =
            ["wix-server", "wix-tag", "wix-attributes"].map(|name| self.get(name));
        let (server, tag, attributes) = (server?, tag?, attributes?);
        let mut set = String::new();
        for pair in attributes.split(", ") {
            let (name, value) = pair.split_once(" = ").context("an attribute has no value")?;
            write!(set, "element.setAttribute('{name}', '{value}');")?;
        }
        Ok(format!(
            "<div id=comp></div><script>const script = document.createElement('script');
             script.src = '{server}'; document.head.append(script);
             const element = document.createElement('{tag}'); {set}
             document.getElementById('comp').append(element)</script>"
        ))
    }
}

/// The same site by a name that is no partner's.
fn elsewhere(address: &str) -> String {
    address.replacen("127.0.0.1", "localhost", 1)
}

fn page(lang: Lang, body: &str) -> String {
    let tag = lang.tag();
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>Park</title>
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>
         <body><h1>Park</h1>{body}</body></html>"
    )
}

/// The visitor answers the first question and comes to the second.
async fn answer(browser: &Browser, address: &str, lang: Lang, system: &str) -> Result<()> {
    browser.leave_frame().await?;
    browser.open(address).await?;
    if system == "wix" {
        let found = browser.enter("return document.getElementById('host')").await?;
        ensure!(found, "no frame around");
    }
    if ["frame", "wordpress-oembed"].contains(&system) {
        ensure!(browser.enter("return document.querySelector('iframe')").await?, "no frame");
    } else {
        browser.enter_frame().await?;
    }
    browser.press(Role::Button, say(lang, button::GO_ON)).await?;
    browser.find(Role::Heading, say(lang, heading::WORDS)).await.map(drop)
}
