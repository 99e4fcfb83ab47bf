/// A person as others see it: the account, what belongs to it, and how it stands to whoever looks.
/// Which of the account's fields are shown is the surface's.
package struct Profile: Sendable, Equatable {
    package let person: SurfaceAccount
    package let counters: Counters
    /// The person follows the one who looks.
    package let followsViewer: Bool
    /// The one who looks follows the person.
    package let isFollowedByViewer: Bool

    package var account: Account { person.account }
}

/// The uploads that an account shows.
package struct ProfileMedia: Sendable, Equatable {
    package var avatar: Media?
    package var background: Media?
}

/// What only the person itself sees.
package struct OwnProfile: Sendable, Equatable {
    package let person: SurfaceAccount
    package let counters: Counters
    package let media: ProfileMedia
    package let friendsCount: Int64
    package let cents: Balance
    package let points: Balance
}

/// Reading people, for surfaces on which everybody may: their contracts say so.
extension Directory {
    /// One person, as `viewer` stands to it; another one may be named for each of the two flags.
    /// - Throws: ``DirectoryError/notFound``.
    package func profile(
        _ target: Target, on surface: SurfaceName, seenBy viewer: AccountID?,
        following: Target? = nil, follower: Target? = nil
    ) async throws(DirectoryError) -> (profile: Profile, media: ProfileMedia) {
        try await store.read { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            let id = account.id
            let followed = try Self.viewer(following, else: viewer, in: storage)
            let watcher = try Self.viewer(follower, else: viewer, in: storage)
            var follows = false
            var isFollowed = false
            if let followed { follows = try storage.follows(id, followed) }
            if let watcher { isFollowed = try storage.follows(watcher, id) }
            let profile = Profile(
                person: SurfaceAccount(
                    account: account, key: try storage.surfaceKey(surface, of: id)),
                counters: try storage.counters(of: [id])[id] ?? Counters(),
                followsViewer: follows, isFollowedByViewer: isFollowed)
            return (profile, try media(of: account, in: storage))
        }
    }

    /// The caller itself.
    package func ownProfile(
        on surface: SurfaceName, of caller: Principal
    ) async throws(DirectoryError) -> OwnProfile {
        guard let id = caller.account?.id else { throw .unauthenticated(.missing) }
        return try await store.read { storage throws(DirectoryError) in
            guard let account = try Target.id(id).find(in: storage) else { throw .notFound }
            return OwnProfile(
                person: SurfaceAccount(
                    account: account, key: try storage.surfaceKey(surface, of: id)),
                counters: try storage.counters(of: [id])[id] ?? Counters(),
                media: try media(of: account, in: storage),
                friendsCount: try storage.friendsCount(of: id),
                cents: try storage.lastEntry(.cents, of: id)?.balance ?? Balance(),
                points: try storage.lastEntry(.points, of: id)?.balance ?? Balance())
        }
    }

    /// A page of people.
    /// - Parameter targets: Only these, if given; those that are nobody are left out.
    package func profiles(
        _ query: AccountQuery, among targets: [Target]? = nil, since: Target? = nil,
        on surface: SurfaceName, seenBy viewer: AccountID?
    ) async throws(DirectoryError) -> [Profile] {
        try await store.scan { storage throws(DirectoryError) in
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
            let page = try storage.accounts(query)
            return try profiles(page.accounts, on: surface, seenBy: viewer, in: storage)
        }
    }

    /// Those who follow a person, or whom it follows, newest follow first.
    /// - Throws: ``DirectoryError/notFound``.
    package func profiles(
        _ side: FollowSide, of target: Target, offset: Int, limit: Int, on surface: SurfaceName,
        seenBy viewer: AccountID?
    ) async throws(DirectoryError) -> [Profile] {
        try await store.scan { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            let accounts = try storage.accounts(
                side, of: account.id, offset: offset, limit: limit)
            return try profiles(accounts, on: surface, seenBy: viewer, in: storage)
        }
    }

    private func profiles(
        _ accounts: [Account], on surface: SurfaceName, seenBy viewer: AccountID?,
        in storage: any DirectoryReading
    ) throws(DirectoryError) -> [Profile] {
        let ids = accounts.map(\.id)
        let keys = try storage.surfaceKeys(surface, of: ids)
        let counters = try storage.counters(of: ids)
        var following: Set<AccountID> = []
        var followed: Set<AccountID> = []
        if let viewer {
            following = try storage.followers(of: viewer, among: ids)
            followed = try storage.followees(of: viewer, among: ids)
        }
        return accounts.map { account in
            Profile(
                person: SurfaceAccount(account: account, key: keys[account.id]),
                counters: counters[account.id] ?? Counters(),
                followsViewer: following.contains(account.id),
                isFollowedByViewer: followed.contains(account.id))
        }
    }

    private func media(
        of account: Account, in storage: any DirectoryReading
    ) throws(DirectoryError) -> ProfileMedia {
        var media = ProfileMedia()
        if let node = account.avatar.flatMap(MediaNode.init(parsing:)) {
            media.avatar = try storage.media(node)
        }
        if let node = account.background.flatMap(MediaNode.init(parsing:)) {
            media.background = try storage.media(node)
        }
        return media
    }

    /// Whom a flag is about: the account named, nobody if there is none, else the caller.
    private static func viewer(
        _ target: Target?, else caller: AccountID?, in storage: any DirectoryReading
    ) throws(DirectoryError) -> AccountID? {
        guard let target else { return caller }
        return try target.find(in: storage)?.id
    }
}
