using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <summary>The endpoint that lists topics.</summary>
internal sealed class DirectoryEndpoints(Directories directories, FollowedTopics followed)
{
    private const int MaxLimit = 100;
    private const int MaxQuery = 128;

    /// <param name="limit">1–100. Defaults to 50.</param>
    /// <param name="cursor">The <c>next</c> of the previous page.</param>
    /// <param name="query">Only topics whose names contain each of these words, ignoring case and accents. If there are none, those with words that they abbreviate.</param>
    /// <param name="access">Only topics of this kind: `public`, `private` or `direct`.</param>
    /// <param name="following">`true`: only topics that you follow. Not together with <c>query</c> or <c>access</c>.</param>
    public async Task<ETagResult<TopicPageView>> ListTopics(
        HttpContext context, CancellationToken cancellationToken, [Range(1, MaxLimit)] int? limit = null, string? cursor = null, [MaxLength(MaxQuery)] string? query = null,
        [AllowedValues(TopicView.Public, TopicView.Private, TopicView.Direct)] string? access = null, [AllowedValues("true", "false")] string? following = null)
    {
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        var search = Query(query, fields);
        var only = Only(access, fields);
        fields.Require(following is null or "true" or "false", "following", "Must be true or false.");
        fields.Require(following is null || query is null && access is null, "following", "Must not be given together with query or access.");
        fields.ThrowIfAny();
        if (following == "true") return await Followed(context, limit, cursor, cancellationToken);

        var after = cursor is null ? null : (DirectoryCursor?)DirectoryCursorText.Decode(cursor, search, only);
        var viewer = Caller.Required(context.User).UserId;
        var page = await directories.Page(viewer, limit ?? DirectoryReplica.FirstPage, after, search, only, cancellationToken);
        return search is null && only is null ? new(page.Rendered) : ETagResult.Of(page.ToView(search, only));
    }

    private async Task<ETagResult<TopicPageView>> Followed(HttpContext context, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var after = cursor is null ? null : (DirectoryCursor?)DirectoryCursorText.DecodeFollowed(cursor);
        var page = await followed.Page(Caller.Required(context.User).UserId, limit ?? DirectoryReplica.FirstPage, after, cancellationToken);
        return ETagResult.Of(page.ToFollowedView());
    }

    private static Access? Only(string? access, ValidationErrors fields)
    {
        Access? only = access switch { TopicView.Public => Access.Public, TopicView.Private => Access.Private, TopicView.Direct => Access.Direct, _ => null };
        fields.Require(only is not null || access is null, "access", "Must be public, private or direct.");
        return only;
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
