//! Fields: text that the word processor computes from an instruction.

/// Fields whose result people write themselves.
const WRITTEN: [&str; 3] = ["HYPERLINK", "FORMTEXT", "FORMDROPDOWN"];
/// Longer than the first word of an instruction.
const LONGEST_WORD: usize = 32;

/// The open fields.
#[derive(Debug, Default)]
pub struct Fields {
    open: Vec<Field>,
    /// Number of open fields whose instruction is being read.
    instructed: usize,
    /// Number of open fields with a computed result.
    computed: usize,
    /// Number of open fields at the start of each open cell or text box.
    outside: Vec<usize>,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    has_result: bool,
    is_computed: bool,
}

impl Fields {
    /// Whether text here is not shown.
    pub fn is_hidden(&self) -> bool {
        self.instructed > 0
    }

    /// Whether text here is computed.
    pub fn is_computed(&self) -> bool {
        self.computed > 0
    }

    /// A mark that begins a field, begins its result or ends the field.
    pub fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => {
                self.open.push(Field::default());
                self.instructed += 1;
            }
            "separate" => self.separate(),
            "end" => self.end(),
            _ => {}
        }
    }

    /// A field with this instruction, whose result follows.
    pub fn simple(&mut self, instruction: &str) {
        self.mark("begin");
        self.instruct(instruction);
        self.separate();
    }

    /// Text of the instruction.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && !field.has_result
            && field.instruction.len() < LONGEST_WORD
        {
            field.instruction.extend(text.chars().take(LONGEST_WORD));
        }
    }

    /// The end of the innermost field.
    pub fn end(&mut self) {
        if self.open.len() <= self.outside.last().copied().unwrap_or(0) {
            return;
        }
        if let Some(field) = self.open.pop() {
            self.instructed -= usize::from(!field.has_result);
            self.computed -= usize::from(field.is_computed);
        }
    }

    /// A cell or a text box begins. A field that begins in it ends in it.
    pub fn enter(&mut self) {
        self.outside.push(self.open.len());
    }

    /// A cell or a text box ends.
    pub fn leave(&mut self) {
        let outside = self.outside.last().copied().unwrap_or(0);
        while self.open.len() > outside {
            self.end();
        }
        self.outside.pop();
    }

    fn separate(&mut self) {
        if let Some(field) = self.open.last_mut()
            && !field.has_result
        {
            let word = field.instruction.split_whitespace().next().unwrap_or_default();
            field.has_result = true;
            field.is_computed = !WRITTEN.iter().any(|name| name.eq_ignore_ascii_case(word));
            self.instructed -= 1;
            self.computed += usize::from(field.is_computed);
        }
    }
}
