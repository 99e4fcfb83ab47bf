/// The members of a JSON object in their order. Keys are unique and compared as code points: a
/// composed and a decomposed "é" are two keys.
package struct JSONObject: Sendable {
    /// One key and its value.
    package struct Member: Sendable {
        package let key: String
        package var value: JSONValue
    }

    /// The members in order.
    package private(set) var members: [Member] = []
    /// Position by key, kept only once there are so many members that a scan would cost more.
    private var positions: [JSONKey: Int]?

    private static let scannedMembersMax = 16

    /// An object without members.
    package init() {}

    /// Members in order; of two equal keys the later value stays, in the place of the earlier.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The value of exactly this key. Setting replaces it in its place or appends it; setting nil
    /// removes the member, which takes time in proportion to the object.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil):
                members.remove(at: position)
                if positions != nil { indexMembers() }
            case (nil, let value?): appendUnseen(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The value of exactly this key or else, as Go's decoder would match it, of the last key that
    /// differs only in the case of ASCII letters.
    package func member(caseInsensitive key: String) -> JSONValue? {
        if let exact = self[key] { return exact }
        return members.last { JSONKey.isSame($0.key, asIgnoringCase: key) }?.value
    }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }

    /// Whether there are no members.
    package var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    package var count: Int { members.count }
}

// MARK: - Building

extension JSONObject {
    /// Appends a member; false, and nothing changed, when the key is there already.
    mutating func append(_ key: String, _ value: JSONValue) -> Bool {
        guard position(of: key) == nil else { return false }
        appendUnseen(Member(key: key, value: value))
        return true
    }

    private mutating func appendUnseen(_ member: Member) {
        members.append(member)
        if positions != nil {
            positions?[JSONKey(member.key)] = members.count - 1
        } else if members.count > JSONObject.scannedMembersMax {
            indexMembers()
        }
    }

    private mutating func indexMembers() {
        var index: [JSONKey: Int] = [:]
        index.reserveCapacity(members.count * 2)
        for (position, member) in members.enumerated() { index[JSONKey(member.key)] = position }
        positions = index
    }

    private func position(of key: String) -> Int? {
        if let positions { return positions[JSONKey(key)] }
        return members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }
}

// MARK: - Comparing and writing

extension JSONObject: Equatable {
    /// Equal keys and values in equal order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) {
            $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value
        }
    }

    /// Appends the compact form of this object.
    package func write(into writer: inout JSONWriter) {
        writer.beginObject()
        for member in members {
            writer.key(member.key)
            member.value.write(into: &writer)
        }
        writer.endObject()
    }
}
