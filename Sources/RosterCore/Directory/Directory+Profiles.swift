/// A person as others see it: the account, what belongs to it, and how it stands to whoever looks.
/// Which of the account's fields are shown is the surface's.
package struct Profile: Sendable, Equatable {
    package let person: SurfaceAccount
    package let counters: Counters
    /// The person follows the one who looks.
    package let followsViewer: Bool
    /// The one who looks follows the person.
    package let isFollowedByViewer: Bool
    /// The uploads that the account shows; none in a list that was not asked for them.
    package var media = ProfileMedia()

    package var account: Account { person.account }
}

/// The uploads that an account shows.
package struct ProfileMedia: Sendable, Equatable {
    package var avatar: Media?
    package var background: Media?
}

/// How a list of people is shown.
package struct ProfileView: Sendable {
    /// Whose ids people have.
    package let surface: SurfaceName
    /// Whose follows the flags are about; nil where the caller did not say who it is.
    package let viewer: AccountID?
    /// Whether what is known of avatars and backgrounds comes along.
    package let includesMedia: Bool

    package init(on surface: SurfaceName, seenBy viewer: AccountID?, includesMedia: Bool = false) {
        self.surface = surface
        self.viewer = viewer
        self.includesMedia = includesMedia
    }
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
    ) async throws(DirectoryError) -> Profile {
        try await store.read { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            let id = account.id
            let followed = try Self.viewer(following, else: viewer, in: storage)
            let watcher = try Self.viewer(follower, else: viewer, in: storage)
            var follows = false
            var isFollowed = false
            if let followed { follows = try storage.follows(id, followed) }
            if let watcher { isFollowed = try storage.follows(watcher, id) }
            return Profile(
                person: SurfaceAccount(
                    account: account, key: try storage.surfaceKey(surface, of: id)),
                counters: try storage.counters(of: [id])[id] ?? Counters(),
                followsViewer: follows, isFollowedByViewer: isFollowed,
                media: try media(of: account, in: storage))
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
