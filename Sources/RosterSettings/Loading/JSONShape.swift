/// The shape of a JSON document, without its values. `JSONSnapshot` skips null and takes `true`
/// for 1; neither may pass for a setting in silence.
indirect enum JSONShape: Decodable {
    case map([(name: String, shape: JSONShape)])
    case null, boolean, value

    init(from decoder: any Decoder) throws {
        if let map = try? decoder.container(keyedBy: AnyName.self) {
            self = .map(
                try map.allKeys.map { ($0.stringValue, try map.decode(JSONShape.self, forKey: $0)) }
            )
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .value
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else {
                self = (try? container.decode(Bool.self)) == nil ? .value : .boolean
            }
        }
    }

    /// - Parameter path: The names of the maps around this shape.
    func leaves(under path: [String]) -> [FileLeaf] {
        func leaf(_ kind: FileLeaf.Kind) -> [FileLeaf] {
            path.isEmpty ? [] : [FileLeaf(key: path.joined(separator: "."), kind: kind)]
        }
        switch self {
        case .map(let members):
            guard !members.isEmpty else { return leaf(.emptyMap) }
            return members.flatMap { $0.shape.leaves(under: path + [$0.name]) }
        case .null: return leaf(.null)
        case .boolean: return leaf(.boolean)
        case .value: return leaf(.value)
        }
    }

    private struct AnyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
