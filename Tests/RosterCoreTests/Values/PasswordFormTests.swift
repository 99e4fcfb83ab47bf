import RosterCore
import Testing

@Suite("The form of passwords (RFC 8265, OpaqueString)")
struct PasswordFormTests {
    @Test(
        "letters are composed, spaces are U+0020, and the rest stays",
        arguments: [
            ("", ""), ("Foo@2020", "Foo@2020"), ("cafe\u{301}", "caf\u{E9}"),
            ("caf\u{E9}", "caf\u{E9}"), ("\u{212B}", "\u{C5}"), ("A\u{30A}", "\u{C5}"),
            ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"), ("a\u{A0}b\u{3000}c", "a b c"),
            // Composed further is decomposed here: what Unicode never composes again.
            ("\u{958}", "\u{915}\u{93C}"), ("\u{2126}", "\u{3A9}"),
            // Case, width and what cannot be seen are part of a password.
            ("ＦｏｏＢ", "ＦｏｏＢ"), ("a\u{200B}b", "a\u{200B}b"), ("a\u{AD}", "a\u{AD}"),
            ("ﬁ", "ﬁ"), ("🦊\u{FE0F}", "🦊\u{FE0F}"), ("a\tb", "a\tb"),
        ])
    func forms(_ typed: String, _ form: String) {
        let prepared = PasswordForm.prepared(typed)
        #expect(Array(prepared.utf8) == Array(form.utf8), "\(typed.unicodeScalars)")
        #expect(
            Array(PasswordForm.prepared(prepared).utf8) == Array(form.utf8), "it is one already")
    }
}
