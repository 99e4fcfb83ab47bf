/// How one kind of value is spelt: from the operator's text and back.
struct Form<Value: Sendable>: Sendable {
    let read: @Sendable (String) throws(BadValue) -> Value
    /// The value as it may be shown, secrets masked; nil when nothing is set.
    let write: @Sendable (Value) -> String?
    /// Whether the value is a comma list, which a file may spell as an array.
    let isList: Bool
    /// Whether the text, or a part of it, must not be seen by others.
    let isSecret: Bool
    let offer: ValueOffer

    init(
        read: @escaping @Sendable (String) throws(BadValue) -> Value,
        write: @escaping @Sendable (Value) -> String?, isList: Bool = false,
        isSecret: Bool = false, offer: ValueOffer = .nothing
    ) {
        self.read = read
        self.write = write
        self.isList = isList
        self.isSecret = isSecret
        self.offer = offer
    }

    /// The same form for a setting that may be absent.
    static func optional<Wrapped>(_ form: Form<Wrapped>) -> Self where Value == Wrapped? {
        Form(
            read: { (text) throws(BadValue) in try form.read(text) },
            write: { $0.flatMap(form.write) }, isList: form.isList, isSecret: form.isSecret,
            offer: form.offer)
    }
}

/// Why a value is refused: a sentence that follows the setting's name. It never shows what may be a
/// secret, so that forms of passwords, keys and URLs say only what they expect.
struct BadValue: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}

/// What stands in the place of a secret, whatever its length.
let mask = "***"
