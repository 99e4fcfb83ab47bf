import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

@Suite struct RevisionTagTests {
    private static func version(_ id: Int64, _ revision: Int64) -> AccountVersion {
        AccountVersion(id: AccountID(id), revision: revision)
    }

    @Test(
        "If-Match asks for states of accounts, any, or one that there never is",
        arguments: [
            ([], .none), (["*"], .any), ([#""7-3""#], .anyOf([version(7, 3)])),
            ([#" "7-3" "#], .anyOf([version(7, 3)])), ([#"W/"7-3""#], .anyOf([version(7, 3)])),
            (["7-3"], .anyOf([])), ([#""7-03""#], .anyOf([])), ([#""3""#], .anyOf([])),
            ([#""7-3-1""#], .anyOf([])), ([#""7--3""#], .anyOf([])), ([#""abc""#], .anyOf([])),
            ([#"""#], .anyOf([])), ([""], .anyOf([])),
            ([#""7-1", "7-2""#], .anyOf([version(7, 1), version(7, 2)])),
            ([#""7-1""#, #""8-2""#], .anyOf([version(7, 1), version(8, 2)])),
            ([#""7-1", W/"7-2""#], .anyOf([version(7, 1), version(7, 2)])),
            ([#""7-3-gzip""#], .anyOf([version(7, 3)])),
            ([#"W/"7-3-gzip""#], .anyOf([version(7, 3)])),
            ([#""7-3-br""#], .anyOf([version(7, 3)])),
            ([#""7-3-zstd""#], .anyOf([version(7, 3)])),
            ([#""7-3;gzip""#], .anyOf([version(7, 3)])),
            ([#""7-3--gzip""#], .anyOf([version(7, 3)])),
            ([#""7-3-GZIP""#], .anyOf([version(7, 3)])),
            ([#""7-3-deflate""#], .anyOf([version(7, 3)])),
            ([#""x,y", "7-3-gzip" , "8-1""#], .anyOf([version(7, 3), version(8, 1)])),
            ([#""7-gzip""#], .anyOf([])), ([#""-gzip""#], .anyOf([])), ([#""gzip""#], .anyOf([])),
            ([#""7-3-gzip-more""#], .anyOf([])), ([#""7-3-lzma""#], .anyOf([])),
            ([#""7-3gzip""#], .anyOf([])), ([#"w/"7-3""#], .anyOf([])),
            ([#"W/7-3"#], .anyOf([])), ([#""7-3"x"#], .anyOf([])), ([#""7"-3""#], .anyOf([])),
        ] as [([String], RevisionCondition)])
    func conditions(values: [String], expected: RevisionCondition) {
        var headers = HTTPFields()
        headers[values: .ifMatch] = values
        #expect(RevisionTag.condition(RequestHeaders(headers)) == expected)
    }
}
