import RosterCore
import SurfaceKit

/// A user as others see it (contracts/thinksns.md §7). Neither e-mail nor phone is ever in it.
struct ThinkSNSUserOutput {
    private let profile: Profile
    private let publicURL: String

    /// - Parameter publicURL: What links to stored media begin with.
    init(_ profile: Profile, publicURL: String) {
        self.profile = profile
        self.publicURL = publicURL
    }

    private var account: Account { profile.account }

    /// `GET /users/{user}`.
    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.writePerson(profile.person)
        writeFlags(into: &writer)
        writer.key("verified")
        writer.null()
        writer.key("blacked")
        writer.value(false)
        writer.writeEnd(of: account)
        writePictures(into: &writer)
        writer.writeExtra(profile.counters, of: profile.person)
        writer.endObject()
    }

    /// An element of a list.
    /// - Parameter avatars: How it shows pictures, the background too.
    func writeItem(
        avatars: ThinkSNSOptions.Avatars, _ additions: ThinkSNSItemAdditions,
        into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.writePerson(profile.person)
        writeFlags(into: &writer)
        if additions.contains(.blacked) {
            writer.key("blacked")
            writer.value(false)
        }
        writer.writeEnd(of: account)
        switch avatars {
        case .link:
            writer.key("avatar")
            writer.write(avatarURL)
            writer.key("bg")
            writer.write(account.background.map { MediaLink.url(of: $0, publicURL: publicURL) })
        case .object:
            writePictures(into: &writer)
            // The PC site reads this key of every item, and fails without it.
            writer.key("verified")
            writer.null()
        }
        writer.writeExtra(profile.counters, of: profile.person)
        if additions.contains(.tags) {
            writer.key("tags")
            writer.beginArray()
            writer.endArray()
        }
        writer.endObject()
    }

    private func writePictures(into writer: inout JSONWriter) {
        let output = ThinkSNSMediaOutput(publicURL: publicURL)
        writer.key("avatar")
        output.write(account.avatar, profile.media.avatar, into: &writer)
        writer.key("bg")
        output.write(account.background, profile.media.background, into: &writer)
    }

    /// An upload has an address that stays when the picture changes; one that is kept elsewhere has
    /// only its own.
    private var avatarURL: String? {
        guard let avatar = account.avatar else { return nil }
        guard MediaNode(parsing: avatar) != nil else { return avatar }
        return Self.avatarLink(of: profile.person.number, publicURL: publicURL)
    }

    /// Where the avatar of the user of this number is served, if it is an upload.
    static func avatarLink(of number: Int64, publicURL: String) -> String {
        "\(publicURL)/api/v2/users/\(number)/avatar"
    }

    private func writeFlags(into writer: inout JSONWriter) {
        writer.key("following")
        writer.value(profile.followsViewer)
        writer.key("follower")
        writer.value(profile.isFollowedByViewer)
    }
}

/// What the items of some lists have beside those of `GET /users` (contracts/thinksns.md §13.3).
struct ThinkSNSItemAdditions: OptionSet {
    let rawValue: Int

    /// Whether the caller has put the user on its black list; there is none here.
    static let blacked = ThinkSNSItemAdditions(rawValue: 1)
    /// The user's tags, of which there are none here.
    static let tags = ThinkSNSItemAdditions(rawValue: 2)
}

/// Pictures as an object, or null.
struct ThinkSNSMediaOutput {
    let publicURL: String

    /// An upload with all that is known of it, under the seed's `mize` as well as `mime`; of one
    /// that is kept elsewhere the address alone.
    func write(_ reference: String?, _ media: Media?, into writer: inout JSONWriter) {
        guard let reference else { return writer.null() }
        let isUpload = MediaNode(parsing: reference) != nil
        // An upload whose row is gone reads as none (contracts/thinksns.md §6).
        if isUpload, media == nil { return writer.null() }
        writer.beginObject()
        writer.key("vendor")
        writer.write(media == nil ? nil : "local")
        writer.key("url")
        writer.value(MediaLink.url(of: reference, publicURL: publicURL))
        writer.key("mime")
        writer.write(media?.type.rawValue)
        writer.key("mize")
        writer.write(media?.type.rawValue)
        writer.key("size")
        if let media { writer.value(media.bytesCount) } else { writer.null() }
        writer.key("dimension")
        if let size = media?.size {
            writer.beginObject()
            writer.key("width")
            writer.value(size.width)
            writer.key("height")
            writer.value(size.height)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
