using System.Text.RegularExpressions;

namespace Bulletin.Deployment.Tests;

internal static partial class Image
{
    /// <summary>A tag with a number in it, a digest, or <c>dev</c> for what is built on the same machine.</summary>
    public static void IsPinned(string image) => Assert.Matches(Pinned(), image);

    [GeneratedRegex(@"^(localhost/[a-z-]+:dev|[a-z0-9./-]+(:\d+[\w.-]*|@sha256:[0-9a-f]{64}))$")]
    private static partial Regex Pinned();
}
