using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Api.Topics;
using Bulletin.Grains.Search;

namespace Bulletin.Api.Search;

/// <summary>Search over HTTP.</summary>
internal sealed class SearchEndpoints(SearchedNames names, HeldRefusals held, IGrainFactory grains)
{
    private const int DefaultLimit = 20, MaxLimit = 100;

    private const string Description = """
        All words must occur, in any order, ignoring case and accents; parts of identifiers count as words. A last word without a space behind it may be the beginning of a word.
        `"exact phrases"`, `-without`, `-"without a phrase"`. Operators: `from:` and `mentions:` (a username or `me`), `in:` (the name of a topic, in quotation marks if it has spaces, or its id), `before:` and `after:` (a day, such as `2026-01-31`), `has:` (`link`, `code`, `reaction` or `attachment`), `is:mine`.
        Finds only messages that you may read. Costs 5 tokens of the limit `searching`, and one more for each person and topic that is named.
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<SearchEndpoints>(routes.ServiceProvider);
        routes.MapGroup("/search").WithTags("Search")
            .MapGet("/", endpoints.SearchMessages).WithName(nameof(SearchMessages)).WithSummary("Search messages, newest first").WithDescription(Description)
            .LimitedPerUser(limits => limits.Searching);
    }

    /// <param name="query">1–500 characters, and at most 20 words, phrases and operators.</param>
    /// <param name="limit">1–100. Defaults to 20.</param>
    /// <param name="cursor">The <c>next</c> of the previous page. It is valid only with the same <c>query</c> and <c>timeZone</c>.</param>
    /// <param name="timeZone">Whose days <c>before:</c> and <c>after:</c> mean: the id of an IANA time zone, such as `Europe/Paris`. Defaults to `UTC`.</param>
    public async Task<ETagResult<SearchPageView>> SearchMessages(
        HttpContext context, CancellationToken cancellationToken, [Length(1, SearchText.MaxCharacters)] string? query = null, [Range(1, MaxLimit)] int? limit = null, string? cursor = null, string? timeZone = null)
    {
        var began = held.Begin();
        var fields = new ValidationErrors();
        fields.Require(limit is null or (>= 1 and <= MaxLimit), "limit", "Must be between 1 and 100.");
        var text = SearchText.Read(query, fields);
        var zone = SearchDays.Zone(timeZone, fields);
        fields.ThrowIfAny();
        var after = SearchCursor.Decode(cursor, query!, zone!.Id);

        var caller = Caller.ActorOf(context.User);
        var asked = await names.Resolve(text!, zone, caller, cancellationToken);
        var page = asked is null ? new([], null) : await Search(caller.User.Id, asked, after, limit ?? DefaultLimit, cancellationToken);
        // The time must not tell whether there is a topic, or a message, that the caller may not see.
        if (page.Items.Count == 0) await held.Hold(began, cancellationToken);

        SearchPageView view = new([.. page.Items.Select(SearchHitView.Of)], SearchCursor.Encode(page.Next, query!, zone.Id));
        return new(() => RenderedJson.Of(view), page.Items.Sum(SearchHitView.RoughBytes)) { CacheControl = "no-store" };
    }

    /// <summary>Who types on has no use for the search before: it ends, and makes room for the next.</summary>
    private Task<SearchPage> Search(Guid viewer, SearchQuery query, long? after, int limit, CancellationToken cancellationToken) =>
        grains.GetGrain<ISearchGrain>(0).Search(viewer, query, after, limit, cancellationToken).InTime(cancellationToken);
}
