using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Directory;

/// <summary>The endpoint that lists topics.</summary>
internal sealed class DirectoryEndpoints(DirectoryReplica directory)
{
    private const int MaxLimit = 100;
    private const int MaxQuery = 128;

    /// <param name="limit">1–100. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    /// <param name="query">Only topics whose names contain each of these words, ignoring case and accents.</param>
    public async Task<ETagResult<TopicPageView>> ListTopics(
        CancellationToken cancellationToken, int? limit = null, string? cursor = null, string? query = null)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        var search = Query(query, fields);
        fields.ThrowIfAny();

        var after = cursor is null ? null : (DirectoryCursor?)DirectoryCursorText.Decode(cursor, search);
        var page = await directory.Page(limit ?? DirectoryReplica.FirstPage, after, search, cancellationToken);
        return search is null ? new(page.Rendered) : ETagResult.Of(page.ToView(search));
    }

    /// <summary>The trimmed search query, or null if there is none.</summary>
    private static string? Query(string? text, ValidationErrors fields)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var query = text.Trim();
        fields.RequireText(query, "query", 1, MaxQuery);
        return query;
    }
}
