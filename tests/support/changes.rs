//! Accepts and rejects tracked changes, as a word processor does.

/// What happens to the changes of an author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Accept,
    Reject,
}

/// The main part of a document after a decision about all changes of an author. The changes of
/// other people stay.
pub fn decided(markup: &str, author: &str, decision: Decision) -> String {
    let mut rest = markup;
    let nodes = children(&mut rest);
    assert_eq!(rest, "", "an end tag is left over");
    let author = format!("author=\"{author}\"");
    written(&Changes { author: &author, decision }.decided(nodes))
}

#[derive(Clone, Debug)]
enum Node {
    /// Text, or markup without content.
    Text(String),
    Element(Element),
}

#[derive(Clone, Debug)]
struct Element {
    /// The start tag without its signs.
    tag: String,
    nodes: Vec<Node>,
}

impl Element {
    /// The name without its prefix.
    fn name(&self) -> &str {
        let name = self.tag.split_whitespace().next().unwrap_or_default();
        name.split_once(':').map_or(name, |(_, name)| name)
    }

    fn child(&self, name: &str) -> Option<&Element> {
        self.nodes.iter().find_map(|node| match node {
            Node::Element(element) if element.name() == name => Some(element),
            _ => None,
        })
    }
}

/// Reads up to the end tag of the element around.
fn children(rest: &mut &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    while !rest.is_empty() && !rest.starts_with("</") {
        if !rest.starts_with('<') {
            let end = rest.find('<').unwrap_or(rest.len());
            nodes.push(Node::Text(rest[..end].to_owned()));
            *rest = &rest[end..];
            continue;
        }
        let end = rest.find('>').expect("a whole tag");
        let tag = &rest[1..end];
        let whole = &rest[..=end];
        *rest = &rest[end + 1..];
        if tag.starts_with(['?', '!']) {
            nodes.push(Node::Text(whole.to_owned()));
        } else if let Some(tag) = tag.strip_suffix('/') {
            nodes.push(Node::Element(Element { tag: tag.to_owned(), nodes: Vec::new() }));
        } else {
            let inner = children(rest);
            let name = tag.split_whitespace().next().unwrap_or_default();
            let close = format!("</{name}>");
            *rest = rest.strip_prefix(close.as_str()).expect("the end tag of the element");
            nodes.push(Node::Element(Element { tag: tag.to_owned(), nodes: inner }));
        }
    }
    nodes
}

fn written(nodes: &[Node]) -> String {
    let write = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(Element { tag, nodes }) if nodes.is_empty() => format!("<{tag}/>"),
        Node::Element(Element { tag, nodes }) => {
            let name = tag.split_whitespace().next().unwrap_or_default();
            format!("<{tag}>{}</{name}>", written(nodes))
        }
    };
    nodes.iter().map(write).collect()
}

struct Changes<'a> {
    author: &'a str,
    decision: Decision,
}

impl Changes<'_> {
    fn decided(&self, nodes: Vec<Node>) -> Vec<Node> {
        nodes.into_iter().flat_map(|node| self.of_node(node)).collect()
    }

    fn of_node(&self, node: Node) -> Vec<Node> {
        let Node::Element(element) = node else { return vec![node] };
        match element.name() {
            "ins" | "del" if self.is_own(&element) => {
                if !self.stays(element.name()) {
                    return Vec::new();
                }
                let nodes = self.decided(element.nodes);
                return nodes.into_iter().map(as_text).collect();
            }
            "tr" if !self.stays_by(element.child("trPr")) => return Vec::new(),
            "p" => {
                let mark = element.child("pPr").and_then(|properties| properties.child("rPr"));
                let stays = self.stays_by(mark);
                let nodes = self.decided(element.nodes);
                if !stays {
                    // What is left would belong to the next paragraph.
                    assert!(!written(&nodes).contains("</w:t>"), "text in a rejected paragraph");
                    return Vec::new();
                }
                return vec![Node::Element(Element { tag: element.tag, nodes })];
            }
            _ => {}
        }
        let is_table = element.name() == "tbl";
        let element = Element { tag: element.tag, nodes: self.decided(element.nodes) };
        let is_gone = is_table && element.child("tr").is_none();
        if is_gone { Vec::new() } else { vec![Node::Element(element)] }
    }

    fn is_own(&self, element: &Element) -> bool {
        element.tag.contains(self.author)
    }

    /// Whether something with this mark is there after the decision.
    fn stays(&self, name: &str) -> bool {
        (name == "ins") == (self.decision == Decision::Accept)
    }

    fn stays_by(&self, properties: Option<&Element>) -> bool {
        let marks = properties.into_iter().flat_map(|own| [own.child("ins"), own.child("del")]);
        let mut own = marks.flatten().filter(|mark| self.is_own(mark));
        own.all(|mark| self.stays(mark.name()))
    }
}

/// Text that was deleted, as text.
fn as_text(node: Node) -> Node {
    let Node::Element(Element { tag, nodes }) = node else { return node };
    let tag = tag.replacen(":delText", ":t", 1);
    Node::Element(Element { tag, nodes: nodes.into_iter().map(as_text).collect() })
}
