/// One line of the settings table: how a setting is called, read, checked, shown and explained.
package struct SettingRow: Sendable {
    package let key: SettingKey
    /// For the reference: what it is for, and which values it takes.
    package let meaning: String
    /// For the reference, in Markdown: the default in words or as a value; nil when there is none.
    package let defaultText: String?
    /// For completion in a shell.
    package let offer: ValueOffer
    /// Where the value is kept.
    let field: any PartialKeyPath<Settings> & Sendable
    /// Whether the value is a comma list, which a file may spell as an array.
    let isList: Bool
    /// Whether the text, or a part of it, must not be seen by others.
    let holdsSecret: Bool
    /// Reads the text and puts the value into its field.
    let assign: @Sendable (String, inout Settings) throws(BadValue) -> Void
    /// The value as it may be shown, secrets masked; nil when nothing is set.
    let write: @Sendable (Settings) -> String?
    /// The whole value, for comparing alone: it holds secrets.
    private let whole: @Sendable (Settings) -> String
    /// Sets the field when no source has a value; needed where the default depends on the rows
    /// before this one or on the terminal.
    let derive: @Sendable (inout Settings, _ isTerminal: Bool) -> Void

    init<Value>(
        _ key: SettingKey, _ field: any WritableKeyPath<Settings, Value> & Sendable,
        _ form: Form<Value>, meaning: String, default defaultWords: String? = nil,
        derived derive: @escaping @Sendable (inout Settings, _ isTerminal: Bool) -> Void = {
            (_, _) in
        }
    ) {
        self.key = key
        self.field = field
        self.meaning = meaning
        self.defaultText = defaultWords ?? form.write(Settings()[keyPath: field]).map { "`\($0)`" }
        self.offer = form.offer
        self.isList = form.isList
        self.holdsSecret = form.isSecret
        self.assign = { (text, settings) throws(BadValue) in
            settings[keyPath: field] = try form.read(text)
        }
        self.write = { form.write($0[keyPath: field]) }
        self.whole = { String(reflecting: $0[keyPath: field]) }
        self.derive = derive
    }

    package func differs(between old: Settings, and new: Settings) -> Bool {
        whole(old) != whole(new)
    }
}
