import CMail

/// Breaks off sendings that run on other threads.
///
/// `@unchecked Sendable`: what the pointer leads to is one atomic number.
@safe final class MailStop: @unchecked Sendable {
    /// Nil when there was no memory for it; sendings then end by themselves.
    private let pointer: OpaquePointer?

    init() { unsafe pointer = roster_mail_stop_make() }

    /// - Parameter withDoubtful: Whether to break off those, too, whose message the server may have.
    func raise(withDoubtful: Bool) {
        guard let pointer = unsafe pointer else { return }
        unsafe roster_mail_stop_raise(pointer, withDoubtful)
    }

    /// Lends the C side what it looks at.
    func with<Value>(_ body: (OpaquePointer?) -> Value) -> Value {
        let value = unsafe body(pointer)
        withExtendedLifetime(self) {}
        return value
    }

    deinit {
        if let pointer = unsafe pointer { unsafe roster_mail_stop_free(pointer) }
    }
}
