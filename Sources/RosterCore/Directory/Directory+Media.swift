extension Directory {
    /// Announces an upload of the caller's.
    /// - Throws: ``DirectoryError/invalid(_:)``; ``DirectoryError/throttled(retryAfterSeconds:)`` when
    ///   too many of the caller's uploads are bound to nothing;
    ///   ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)``.
    package func planUpload(
        _ plan: UploadPlan, by actor: Actor
    ) async throws(DirectoryError) -> UploadTicket {
        let caller = try ownAccount(of: actor.principal)
        guard (1...Limits.mediaBytesMax).contains(plan.bytesCount) else {
            throw .invalid([InvalidField(.upload, .tooLong(maximum: Limits.mediaBytesMax))])
        }
        let now = self.now
        let node = MediaNode(
            random: environment.randomText(of: MediaNode.alphabet, count: MediaNode.randomCount),
            type: plan.type)
        let token = environment.randomText(
            of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", count: 40)
        // Tickets name whole seconds.
        let expiresAt = Timestamp(milliseconds: now.milliseconds / 1000 * 1000)
            .adding(seconds: Limits.uploadSeconds)
        try await write(by: actor) { storage throws(DirectoryError) in
            let unbound = try storage.unboundMedia(
                of: caller.id, upTo: now.adding(seconds: Limits.waitSkewSeconds),
                limit: Limits.unboundMediaMax)
            if unbound.count >= Limits.unboundMediaMax, let oldest = unbound.first,
                let next = now.end(
                    ofWait: oldest.adding(seconds: Limits.unboundMediaSeconds),
                    atMost: Limits.unboundMediaSeconds)
            {
                throw .throttled(retryAfterSeconds: now.retrySeconds(until: next))
            }
            try use(.uploads, of: caller.id, at: now, in: storage)
            try storage.insert(
                Media(
                    node: node, accountID: caller.id, state: .planned, type: plan.type,
                    bytesCount: plan.bytesCount, md5: plan.md5,
                    tokenHash: environment.hash(token), size: nil, createdAt: now,
                    expiresAt: expiresAt))
        }
        return UploadTicket(
            node: node, token: token, expiresAt: expiresAt,
            signature: signature(of: node, expiresAt: expiresAt))
    }

    /// Refuses an upload that would be refused whatever its bytes are.
    /// - Parameter bytesCount: How many bytes the request says it has; nil when it does not.
    /// - Throws: ``DirectoryError/uploadRefused(_:)``, ``DirectoryError/storage(_:)``.
    package func checkUpload(
        _ ticket: UploadTicket, announced plan: UploadPlan?, bytesCount: Int?
    ) async throws(DirectoryError) {
        let media = try await openUpload(ticket, announced: plan, at: now)
        if let bytesCount, bytesCount != media.bytesCount { throw .uploadRefused(.otherBytes) }
    }

    /// Stores the bytes of an announced upload, once. They go to a file as they arrive; it is gone
    /// unless all of them are what was announced.
    /// - Parameter announced: What the request says of the bytes, which must be what was announced.
    /// - Throws: ``DirectoryError/uploadRefused(_:)``, ``DirectoryError/storage(_:)``.
    package func storeUpload(
        _ ticket: UploadTicket, announced plan: UploadPlan?, from source: any UploadSource,
        origin: RequestOrigin
    ) async throws(DirectoryError) {
        let now = self.now
        let media = try await openUpload(ticket, announced: plan, at: now)
        let draft = try await files.begin()
        let size: PixelSize
        do throws(DirectoryError) {
            size = try await receive(media, from: source, into: draft)
            // The file first: a row that says "stored" has its bytes. A file without such a row goes
            // with the planned row, a day later.
            try await draft.keep(as: media.node.fileName)
        } catch {
            await draft.discard()
            throw error
        }
        try await store.write { storage throws(DirectoryError) in
            let media = try openUpload(ticket, at: now, in: storage)
            guard let id = media.accountID, let account = try storage.account(id),
                try storage.setStored(media.node, size: size)
            else { throw .uploadRefused(.badTicket) }
            try record(
                .mediaStored, about: account,
                by: Actor(principal: .anonymous, origin: origin), at: now, in: storage)
        }
    }

    private func openUpload(
        _ ticket: UploadTicket, announced plan: UploadPlan?, at now: Timestamp
    ) async throws(DirectoryError) -> Media {
        let media = try await store.read { storage throws(DirectoryError) in
            try openUpload(ticket, at: now, in: storage)
        }
        guard plan == UploadPlan(type: media.type, bytesCount: media.bytesCount, md5: media.md5)
        else { throw .uploadRefused(.badTicket) }
        return media
    }

    /// The extent of the picture that arrived, which is the announced one.
    private func receive(
        _ media: Media, from source: any UploadSource, into draft: any MediaDraft
    ) async throws(DirectoryError) -> PixelSize {
        do {
            var count = 0
            while let part = try await source.next() {
                count += part.count
                guard count <= media.bytesCount else {
                    throw DirectoryError.uploadRefused(.otherBytes)
                }
                try await draft.append(part)
            }
            guard count == media.bytesCount else {
                throw DirectoryError.uploadRefused(.otherBytes)
            }
            try await source.holdWhole(count)
        } catch let error as DirectoryError {
            throw error
        } catch {
            // Its source says why, to whoever is answered.
            throw .uploadRefused(.otherBytes)
        }
        let bytes = try await draft.bytes()
        guard bytes.count == media.bytesCount, environment.md5(bytes) == media.md5 else {
            throw .uploadRefused(.otherBytes)
        }
        guard let header = ImageHeader(bytes), header.type == media.type else {
            throw .uploadRefused(.otherType)
        }
        guard max(header.width, header.height) <= Limits.mediaPixelsMax else {
            throw .uploadRefused(.tooManyPixels)
        }
        return PixelSize(width: header.width, height: header.height)
    }

    /// A stored upload of a live account, with its bytes; anybody may see it.
    /// - Throws: ``DirectoryError/notFound``.
    package func media(
        _ node: MediaNode
    ) async throws(DirectoryError) -> (media: Media, bytes: [UInt8]) {
        let media = try await store.read { storage throws(DirectoryError) -> Media? in
            guard let media = try storage.media(node), media.state == .stored,
                let id = media.accountID, try Target.id(id).find(in: storage) != nil
            else { return nil }
            return media
        }
        guard let media, let bytes = try await files.bytes(of: node.fileName) else {
            throw .notFound
        }
        return (media, bytes)
    }

    /// The upload that is an account's avatar, with its bytes.
    /// - Throws: ``DirectoryError/notFound``, also for an avatar that is kept elsewhere.
    package func avatar(
        of target: Target
    ) async throws(DirectoryError) -> (media: Media, bytes: [UInt8]) {
        let node = try await store.read { storage throws(DirectoryError) in
            try target.find(in: storage)?.avatar.flatMap(MediaNode.init(parsing:))
        }
        guard let node else { throw .notFound }
        return try await media(node)
    }

    /// An avatar or background that names an upload must name a stored one of the account's own.
    func refuseOthersMedia(
        _ new: Account, from old: Account, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        let changed: [(Field, String?)] = [
            (.avatar, new.avatar == old.avatar ? nil : new.avatar),
            (.background, new.background == old.background ? nil : new.background),
        ]
        var problems: [InvalidField?] = []
        for (field, reference) in changed {
            guard let reference, MediaNode.isNode(reference) else { continue }
            let media = try MediaNode(parsing: reference).flatMap { node throws(DirectoryError) in
                try storage.media(node)
            }
            if media?.state != .stored || media?.accountID != new.id {
                problems.append(InvalidField(field, .notUploaded))
            }
        }
        try DirectoryError.refuse(problems)
    }

    /// Removes uploads that nothing names any more, file first: whatever ends the process between
    /// the two, the row is still there to say that the file may be.
    func collectMedia() async throws(DirectoryError) -> Int {
        let oldest = now.adding(seconds: -Limits.unboundMediaSeconds)
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.doomMedia(announcedBefore: oldest, limit: Limits.purgeBatchRows)
        }
        var count = 0
        while true {
            let doomed = try await store.read { storage throws(DirectoryError) in
                try storage.doomedMedia(limit: Limits.purgeBatchRows)
            }
            for node in doomed {
                try await files.remove(node.fileName)
                try await store.write { storage throws(DirectoryError) in
                    try storage.removeMedia(node)
                }
            }
            count += doomed.count
            if doomed.count < Limits.purgeBatchRows { return count }
        }
    }

    private func openUpload(
        _ ticket: UploadTicket, at now: Timestamp, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Media {
        guard ticket.signature == signature(of: ticket.node, expiresAt: ticket.expiresAt),
            ticket.expiresAt > now, let media = try storage.media(ticket.node),
            media.state == .planned, media.expiresAt == ticket.expiresAt,
            !now.isBehind(media.createdAt),
            media.tokenHash == environment.hash(ticket.token),
            // Whoever was disabled or deleted since stores nothing more.
            let id = media.accountID, let account = try Target.id(id).find(in: storage),
            account.status == .active
        else { throw .uploadRefused(.badTicket) }
        return media
    }

    private func signature(of node: MediaNode, expiresAt: Timestamp) -> String {
        environment.keyedHash("upload\0\(node)\0\(expiresAt.milliseconds)")
    }
}
