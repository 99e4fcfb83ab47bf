import Configuration

/// One source of values, read through its swift-configuration provider.
struct SettingsLayer {
    let source: SettingSource
    private let snapshot: any ConfigSnapshot
    private let prefix: [String]

    /// - Parameter flags: `--name=value` words with known names, each name once.
    init(flags: [String]) {
        source = .flag
        // The provider skips the program's name.
        snapshot = CommandLineArgumentsProvider(
            arguments: ["roster"] + flags, secretsSpecifier: .all
        ).snapshot()
        prefix = []
    }

    /// - Parameter environment: Variables with known names, none of them empty.
    init(environment: [String: String]) {
        source = .environment
        snapshot = EnvironmentVariablesProvider(
            environmentVariables: environment, secretsSpecifier: .all
        ).snapshot()
        prefix = ["roster"]
    }

    init(file: ConfigurationFile) {
        source = .file(path: file.path)
        snapshot = file.snapshot
        prefix = []
    }

    /// Nil when this source says nothing about the key.
    func value(for key: SettingKey) -> LayerValue? {
        let absoluteKey = AbsoluteConfigKey(prefix + key.components)
        // A provider throws when asked for another type than the value has. The file providers
        // tell strings, arrays and numbers apart; the others know only strings.
        let types: [ConfigType] = [.string, .stringArray, .int, .double, .intArray, .doubleArray]
        for type in types {
            guard let result = try? snapshot.value(forKey: absoluteKey, type: type) else {
                continue
            }
            return result.value.flatMap { value(of: $0.content) }
        }
        return .null
    }

    private func value(of content: ConfigContent) -> LayerValue? {
        switch content {
        case .string(let text):
            // YAML reads an unquoted null as a string; it means that the key has no value.
            if case .file = source, ["null", "~"].contains(text.lowercased()) { return .null }
            return .text(text)
        case .stringArray(let items):
            // The command line provider splits every value at its commas, passwords too.
            return source == .flag ? .text(items.joined(separator: ",")) : .list(items)
        case .int(let number): return .text(String(number))
        case .double(let number): return .text(String(number))
        case .intArray(let numbers): return .list(numbers.map { String($0) })
        case .doubleArray(let numbers): return .list(numbers.map { String($0) })
        case .bool, .bytes, .boolArray, .byteChunkArray: return .null
        }
    }
}

/// A value as its source spells it.
enum LayerValue: Equatable {
    case text(String)
    /// Only a file has these.
    case list([String])
    /// The key is there, a value is not.
    case null
}
