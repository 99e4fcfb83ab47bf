import RosterCore
import SurfaceKit

/// How this surface shows the pictures of one account.
struct ThinkSNSShownPictures {
    let publicURL: String
    /// The account's number here; nil where no avatar is asked about.
    let ownNumber: Int64?

    func avatar(of account: Account) -> ThinkSNSShownPicture {
        let link = ownNumber.map { ThinkSNSUserOutput.avatarLink(of: $0, publicURL: publicURL) }
        return ThinkSNSShownPicture(
            reference: account.avatar, standingLink: link, publicURL: publicURL)
    }

    func background(of account: Account) -> ThinkSNSShownPicture {
        ThinkSNSShownPicture(
            reference: account.background, standingLink: nil, publicURL: publicURL)
    }
}

/// A picture with the addresses under which clients were shown it, and may send it back.
struct ThinkSNSShownPicture {
    /// What is stored: a node, or a URL elsewhere; nil for no picture.
    let reference: String?
    /// The address that stays when the picture changes.
    let standingLink: String?
    let publicURL: String

    /// Whether a text names this very picture.
    func isItself(_ text: String) -> Bool {
        let address = Self.withoutQuery(text)
        if let standingLink, address == standingLink { return true }
        guard let reference else { return false }
        let link = MediaLink.url(of: reference, publicURL: publicURL)
        return text == reference || text == link
            // A URL elsewhere may have a query of its own.
            || MediaNode(parsing: reference) != nil && address == link
    }

    /// The upload that a text names, by itself or by its address here.
    func node(named text: String) -> MediaNode? {
        if let node = MediaNode(parsing: text) { return node }
        let prefix = publicURL + MediaLink.path
        let address = Self.withoutQuery(text)
        return address.after(prefix: prefix).flatMap { MediaNode(parsing: String($0)) }
    }

    /// Web clients put what size they want behind addresses of pictures
    /// (contracts/thinksns.md §13.3).
    private static func withoutQuery(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix { $0 != "?" }))
    }
}
