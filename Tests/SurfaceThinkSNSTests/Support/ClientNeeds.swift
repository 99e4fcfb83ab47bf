import RosterTestSupport
import SurfaceKit
import Testing

/// What a client reads at a place of an answer.
enum Need: Sendable {
    case text, number, flag, object, list, null
    case textOrNull, objectOrNull
    /// One of these texts.
    case oneOf([String])

    func isMet(by value: JSONValue?) -> Bool {
        switch self {
        case .text: value?.stringValue != nil
        case .number: value?.numberValue != nil
        case .flag: value?.boolValue != nil
        case .object: value?.objectValue != nil
        case .list: value?.arrayValue != nil
        case .null: value == .null
        case .textOrNull: Need.text.isMet(by: value) || value == .null
        case .objectOrNull: Need.object.isMet(by: value) || value == .null
        case .oneOf(let texts): (value?.stringValue).map(texts.contains) == true
        }
    }
}

/// A user as all four official clients read one in a list or on its page
/// (contracts/thinksns.md §13.3).
let clientUser: [(String, Need)] = [
    ("id", .number), ("name", .text), ("bio", .textOrNull), ("sex", .number),
    ("avatar", .objectOrNull), ("verified", .null), ("follower", .flag), ("following", .flag),
    ("extra.followers_count", .number), ("extra.followings_count", .number),
]

extension SNS {
    /// A call that a client makes, with what it reads of the answer; paths have dots.
    @discardableResult
    func client(
        _ method: String, _ target: String, by caller: Caller, body: String? = nil,
        _ status: Int = 200, _ needs: [(String, Need)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> WireResponse {
        let answer = try await call(method, target, by: caller, body: body)
        #expect(
            answer.status == status, "\(method) \(target): \(answer)",
            sourceLocation: sourceLocation)
        let document = try? JSONValue.parse(Array(answer.body.utf8))
        expect(needs, in: document, of: target, sourceLocation)
        return answer
    }

    /// A list of people with pictures, as ``client(_:_:by:body:_:_:sourceLocation:)``.
    @discardableResult
    func people(
        _ target: String, by caller: Caller, _ names: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> WireResponse {
        let answer = try await client("GET", target, by: caller, sourceLocation: sourceLocation)
        #expect(answer.names == names, "\(target): \(answer)", sourceLocation: sourceLocation)
        let items = try JSONValue.parse(Array(answer.body.utf8)).arrayValue ?? []
        for item in items {
            expect(clientUser, in: item, of: target, sourceLocation)
            guard let avatar = item.objectValue?["avatar"], !avatar.isNull else { continue }
            expect([("url", .text), ("vendor", .text)], in: avatar, of: target, sourceLocation)
            let url = avatar.objectValue?["url"]?.stringValue ?? "?"
            #expect(!url.contains("?"), "clients append a query", sourceLocation: sourceLocation)
        }
        return answer
    }

    private func expect(
        _ needs: [(String, Need)], in document: JSONValue?, of target: String,
        _ sourceLocation: SourceLocation
    ) {
        for (path, need) in needs {
            var value = document
            for key in path.split(separator: ".") { value = value?.objectValue?[String(key)] }
            #expect(
                need.isMet(by: value), "\(target): \(path) is no \(need)",
                sourceLocation: sourceLocation)
        }
    }
}
