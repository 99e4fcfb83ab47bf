/// Lists of people, for surfaces whose contracts let everybody read them. They end at
/// ``Limits/openListDepthMax``.
extension Directory {
    /// A page of people.
    /// - Parameter targets: Only these, if given; those that are nobody are left out.
    package func profiles(
        _ query: AccountQuery, among targets: [Target]? = nil, since: Target? = nil,
        as view: ProfileView
    ) async throws(DirectoryError) -> [Profile] {
        guard query.offset <= Limits.openListDepthMax else { return [] }
        return try await scan { storage throws(DirectoryError) in
            var query = query
            query.wantsTotal = false
            if let targets {
                var ids: [AccountID] = []
                for target in targets.prefix(Limits.searchValuesMax) {
                    if let account = try target.find(in: storage) { ids.append(account.id) }
                }
                query.ids = ids
            }
            if let since, case .number(let text, _) = since {
                // An id that is nobody's any more still says where the last page ended.
                let end = try since.find(in: storage)?.id ?? Int64(text).map { AccountID($0) }
                if query.order == .idAscending { query.above = end } else { query.below = end }
            }
            return try profiles(try storage.accounts(query).accounts, as: view, in: storage)
        }
    }

    /// Those who follow a person, or whom it follows, newest follow first.
    /// - Throws: ``DirectoryError/notFound``, also for a disabled account.
    package func profiles(
        _ side: FollowSide, of target: Target, offset: Int, limit: Int, as view: ProfileView
    ) async throws(DirectoryError) -> [Profile] {
        try await scan { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage), account.status == .active else {
                throw .notFound
            }
            guard offset <= Limits.openListDepthMax else { return [] }
            let accounts = try storage.accounts(
                side, of: account.id, offset: offset, limit: limit)
            return try profiles(accounts, as: view, in: storage)
        }
    }

    /// All active accounts, those with the most followers first.
    package func mostFollowedProfiles(
        offset: Int, limit: Int, as view: ProfileView
    ) async throws(DirectoryError) -> [Profile] {
        guard offset <= Limits.openListDepthMax else { return [] }
        return try await scan { storage throws(DirectoryError) in
            let accounts = try storage.mostFollowedAccounts(offset: offset, limit: limit)
            return try profiles(accounts, as: view, in: storage)
        }
    }

    /// Active accounts that the caller follows and that follow it back, its newest follow first.
    /// - Parameter text: A part of the name; nil for all. One of which nothing is left when it is
    ///   folded is in no name.
    package func mutualProfiles(
        of caller: Principal, nameContaining text: String?, offset: Int, limit: Int,
        as view: ProfileView
    ) async throws(DirectoryError) -> [Profile] {
        guard let id = caller.account?.id else { throw .unauthenticated(.missing) }
        if let text, FoldedKey(folding: text).isEmpty { return [] }
        guard offset <= Limits.openListDepthMax else { return [] }
        return try await scan { storage throws(DirectoryError) in
            let accounts = try storage.mutualAccounts(
                of: id, nameContaining: text, offset: offset, limit: limit)
            return try profiles(accounts, as: view, in: storage)
        }
    }

    /// - Throws: ``DirectoryError/notFound`` when a target names no account, disabled ones included.
    package func requireAccount(_ target: Target) async throws(DirectoryError) {
        let isKnown = try await store.read { storage throws(DirectoryError) in
            try target.find(in: storage) != nil
        }
        guard isKnown else { throw .notFound }
    }

    private func profiles(
        _ accounts: [Account], as view: ProfileView, in storage: any DirectoryReading
    ) throws(DirectoryError) -> [Profile] {
        let ids = accounts.map(\.id)
        let keys = try storage.surfaceKeys(view.surface, of: ids)
        let counters = try storage.counters(of: ids)
        var following: Set<AccountID> = []
        var followed: Set<AccountID> = []
        if let viewer = view.viewer {
            following = try storage.followers(of: viewer, among: ids)
            followed = try storage.followees(of: viewer, among: ids)
        }
        let media = view.includesMedia ? try self.media(of: accounts, in: storage) : [:]
        return accounts.map { account in
            var profile = Profile(
                person: SurfaceAccount(account: account, key: keys[account.id]),
                counters: counters[account.id] ?? Counters(),
                followsViewer: following.contains(account.id),
                isFollowedByViewer: followed.contains(account.id))
            profile.media.avatar = account.avatarNode.flatMap { media[$0] }
            profile.media.background = account.backgroundNode.flatMap { media[$0] }
            return profile
        }
    }

    private func media(
        of accounts: [Account], in storage: any DirectoryReading
    ) throws(DirectoryError) -> [MediaNode: Media] {
        let nodes = accounts.flatMap { [$0.avatarNode, $0.backgroundNode].compactMap(\.self) }
        return try storage.media(among: nodes)
    }
}

extension Account {
    /// The upload that is the avatar; nil for one that is kept elsewhere.
    fileprivate var avatarNode: MediaNode? { avatar.flatMap(MediaNode.init(parsing:)) }

    fileprivate var backgroundNode: MediaNode? { background.flatMap(MediaNode.init(parsing:)) }
}
