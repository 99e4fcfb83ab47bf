import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `POST /storage`: announces an upload; the answer says where and with which headers its bytes
    /// go (contracts/thinksns.md §11).
    func planUpload(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        let plan = input.uploadPlan()
        try input.refuseProblems()
        guard let plan else { throw .rule("hash", ThinkSNSText.required) }
        let ticket = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.planUpload(plan, by: call.actor)
        }
        let uri =
            MediaLink.url(of: ticket.node.rawValue, publicURL: options.publicURL)
            + "?expires=\(ticket.expiresAt.milliseconds / 1000)&signature=\(ticket.signature)"
        return .json(
            [
                "uri": .string(uri), "method": "PUT",
                "headers": [
                    "Authorization": .string("Bearer " + ticket.token),
                    "x-plus-storage-hash": .string(plan.md5),
                    "x-plus-storage-size": .string(String(plan.bytesCount)),
                    "x-plus-storage-mime-type": .string(plan.type.rawValue),
                ],
                "form": .null, "file_key": .null, "node": .string(ticket.node.rawValue),
            ], status: .created)
    }

    /// Before the bytes of `PUT /storage/{node}` are read: whether any could be stored.
    func checkUpload(_ call: Call) async throws(ThinkSNSRefusal) {
        let ticket = try Self.ticket(of: call)
        let count: Int?
        if case .known(let length) = call.length { count = length } else { count = nil }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.checkUpload(
                ticket, announced: Self.plan(in: call.head), bytesCount: count)
        }
    }

    /// `PUT /storage/{node}`: the bytes, with the headers of the announcement. The one-time token in
    /// them is the credential; a session's does not serve.
    func storeUpload(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let ticket = try Self.ticket(of: call)
        guard let stream = call.stream else {
            throw ThinkSNSRefusal(rendering: .uploadRefused(.otherBytes))
        }
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.storeUpload(
                ticket, announced: Self.plan(in: call.head), from: stream, origin: call.origin)
        }
        return .json(["node": .string(ticket.node.rawValue)], status: .created)
    }

    private static func ticket(of call: Call) throws(ThinkSNSRefusal) -> UploadTicket {
        guard let node = MediaNode(parsing: call.parameter("node")),
            case .token(let token) = BearerCredential(call.head.headers),
            let expires = call.query["expires"].flatMap({ Int64($0) }),
            let signature = call.query["signature"],
            (0...Int64.max / 1000).contains(expires)
        else { throw ThinkSNSRefusal(rendering: .uploadRefused(.badTicket)) }
        return UploadTicket(
            node: node, token: token, expiresAt: Timestamp(milliseconds: expires * 1000),
            signature: signature)
    }

    /// `GET /storage/{node}`.
    func getMedia(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        guard let node = MediaNode(parsing: call.parameter("node")) else {
            throw ThinkSNSRefusal(rendering: .notFound)
        }
        let found = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.media(node)
        }
        // A node names these bytes for ever.
        return reply(found, to: call, cacheControl: "public, max-age=31536000, immutable")
    }

    /// `GET /users/{user}/avatar`: the upload itself; there is none for an avatar kept elsewhere.
    func getAvatar(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let found = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.avatar(of: target(number: call.parameter("user")))
        }
        // The address stays when the picture changes: it is asked for again each time.
        return reply(found, to: call, cacheControl: "public, no-cache")
    }

    private func reply(
        _ found: (media: Media, bytes: [UInt8]), to call: Call, cacheControl: String
    ) -> Reply {
        StoredContent(
            bytes: found.bytes, mediaType: found.media.type.rawValue,
            entityTag: "\"\(found.media.md5)\"", cacheControl: cacheControl
        ).reply(to: call.head.headers)
    }

    /// What the request's headers say of the bytes.
    private static func plan(in head: RequestHead) -> UploadPlan? {
        guard let md5 = head.single(.storageHash), let size = head.single(.storageSize),
            let count = Int(size), let type = head.single(.storageType).flatMap(ImageType.init)
        else { return nil }
        return UploadPlan(type: type, bytesCount: count, md5: md5.lowercased())
    }
}

extension ThinkSNSInput {
    /// What `POST /storage` announces; nil with every problem noted.
    fileprivate mutating func uploadPlan() -> UploadPlan? {
        _ = required("filename")
        let md5 = required("hash")?.lowercased()
        if let md5, !Self.isMD5(md5) { note("hash", "必须是 32 位十六进制的 MD5") }
        let count = number("size")
        let isCount = count.map { (1...Int64(Limits.mediaBytesMax)).contains($0) } ?? false
        if !isCount { note("size", "必须是 1 到 \(Limits.mediaBytesMax) 的整数") }
        let typeText = required("mime_type")
        let type = typeText.flatMap { ImageType(rawValue: $0.lowercased()) }
        if typeText != nil, type == nil { note("mime_type", ThinkSNSText.badChoice) }
        if nested("storage", "channel") != "public" {
            note("storage.channel", ThinkSNSText.badChoice)
        }
        guard problems.isEmpty, let md5, let count, let type else { return nil }
        return UploadPlan(type: type, bytesCount: Int(count), md5: md5)
    }

    private static func isMD5(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension HTTPField.Name {
    static let storageHash = HTTPField.Name.named("x-plus-storage-hash")
    static let storageSize = HTTPField.Name.named("x-plus-storage-size")
    static let storageType = HTTPField.Name.named("x-plus-storage-mime-type")
}
