//! How it is done in each publishing system: one block to copy a recipe.

use super::tables::fold;
use super::wish::Wish;
use crate::http::{Class, Reply};
use crate::page::pick;
use crate::settings::Settings;
use maud::{Markup, html};

/// The plugin for `WordPress`, before it knows where we are.
const PLUGIN: &str = include_str!("vagen-in.php");

/// A block to copy.
pub(super) fn block(name: &str, code: &str) -> Markup {
    html! { pre tabindex="0" { code data-recipe=(name) { (code) } } }
}

/// `GET /partners/vagen-in.php`, for download.
pub(crate) fn plugin(settings: &Settings) -> Reply {
    Reply::new(200, "application/octet-stream", php(settings))
        .of(&Class::Open(Some(300)))
        .with("Content-Disposition", "attachment; filename=\"vagen-in.php\"")
}

fn php(settings: &Settings) -> String {
    // The origin was checked: nothing in it ends a string of PHP.
    let php = PLUGIN.replacen("'ORIGIN'", &format!("'{}'", settings.origin), 1);
    php.replacen("VERSION", &settings.manifest.version, 1)
}

/// Every recipe, each in its fold.
pub(super) fn recipes(wish: &Wish<'_>, settings: &Settings) -> Markup {
    let lang = wish.lang;
    let snippet = wish.snippet();
    html! {
        (fold(pick(lang, "Egen HTML-sida", "Plain HTML"), &html! {
            p { (pick(lang, "Klistra in raderna där den ska stå.", "Paste the lines where it is to be.")) }
            (block("plain", &snippet))
        }))
        (fold("WordPress", &wordpress(wish, settings)))
        (fold("Sitevision", &html! {
            p { (pick(lang,
                "Lägg en HTML-modul på sidan och klistra in raderna. Tar webbplatsen bort skript ur modulen: lägg skriptraden i en skriptmodul, eller använd ramen längst ned.",
                "Put an HTML module on the page and paste the lines. If the site removes scripts from the module: put the script line in a script module, or use the frame at the end.")) }
            (block("sitevision", &snippet))
        }))
        (fold("Wix", &wix(wish)))
        (fold("Webflow", &html! {
            p { (pick(lang,
                "Dra in elementet Code Embed där den ska stå, klistra in raderna och publicera. I redigeringsläget syns bara länken.",
                "Drag a Code Embed element to where it is to be, paste the lines and publish. The editor shows the link alone.")) }
            (block("webflow", &snippet))
        }))
        (fold("Squarespace", &html! {
            p { (pick(lang,
                "Lägg till ett kodblock (Code), välj HTML och klistra in raderna. Spara och titta på sidan utloggad: den som är inloggad ser inte skript.",
                "Add a Code block, choose HTML and paste the lines. Save, and look at the page logged out: scripts are not run for those who are logged in.")) }
            (block("squarespace", &snippet))
        }))
        (fold(pick(lang, "Bara en ram, utan skript", "A frame alone, without scripts"), &html! {
            p { (pick(lang,
                "För system som tar bort skript. Ramen har fast höjd och rullar inuti.",
                "For systems that remove scripts. The frame has a fixed height and scrolls inside.")) }
            (block("frame", &wish.frame()))
        }))
    }
}

fn wordpress(wish: &Wish<'_>, settings: &Settings) -> Markup {
    let lang = wish.lang;
    html! {
        h3 { (pick(lang, "Med ett block för egen HTML", "With a Custom HTML block")) }
        p { (pick(lang,
            "Det enklaste, om ni som redigerar får spara skript.",
            "The simplest, if those who edit may save scripts.")) }
        (block("wordpress-html", &wish.snippet()))
        h3 { (pick(lang, "Med vårt tillägg", "With our plugin")) }
        p {
            a href="/partners/vagen-in.php" download="vagen-in.php" {
                (pick(lang, "Hämta vagen-in.php", "Download vagen-in.php"))
            }
            (pick(lang,
                " och lägg den i mappen wp-content/plugins. Aktivera tillägget och skriv så här på sidan:",
                " and put it in the folder wp-content/plugins. Activate the plugin and write this on the page:"))
        }
        (block("wordpress-shortcode", &wish.shortcode()))
        details {
            summary { (pick(lang, "Läs tillägget: licens MIT", "Read the plugin: MIT licence")) }
            (block("wordpress-plugin", &php(settings)))
        }
        h3 { (pick(lang, "Med bara en länk", "With a link alone")) }
        p { (pick(lang,
            "Har ni tillägget räcker adressen på en egen rad (oEmbed). Utan det gör WordPress ramen så stängd att inget går att skicka från den.",
            "With the plugin, the address on a line of its own is enough (oEmbed). Without it WordPress closes the frame so much that nothing can be sent from it.")) }
        (block("wordpress-oembed", &format!("{}{}", wish.origin, wish.path())))
    }
}

fn wix(wish: &Wish<'_>) -> Markup {
    let lang = wish.lang;
    html! {
        p { (pick(lang,
            "Bäst är ett Custom Element. Skriv in de här värdena:",
            "A Custom Element is best. Enter these values:")) }
        ul {
            li { "Server URL: " code data-recipe="wix-server" { (wish.origin) "/v1/embed.js" } }
            li { "Tag Name: " code data-recipe="wix-tag" { "vagen-in" } }
            li { "Attributes: " span data-recipe="wix-attributes" { code { "partner" } " = " code { (wish.id) } ", " code { "lang" } " = " code { (lang.tag()) } } }
        }
        p { (pick(lang,
            "Går inte det: Embed HTML med raderna nedan. Wix lägger dem i en ram med en egen adress (slutar på filesusr.com). Den adressen behöver också vara anmäld hos oss.",
            "If that is not possible: Embed HTML with the lines below. Wix puts them in a frame with an address of its own (it ends with filesusr.com). That address must be registered with us too.")) }
        (block("wix", &wish.snippet()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::tests::example;

    #[test]
    fn the_plugin_knows_where_we_are_and_escapes_all_that_it_writes() {
        let php = php(&example());
        assert!(php.contains("define( 'VAGEN_IN_ORIGIN', 'https://vagen-in.example' );"));
        assert!(php.contains(" * Version: 1.0.0\n") && php.contains("License: MIT"));
        let written = php.lines().filter(|line| line.contains("$given[") && line.contains("$tag"));
        for line in written {
            assert!(line.contains("esc_attr( $given["), "{line}");
        }
    }
}
