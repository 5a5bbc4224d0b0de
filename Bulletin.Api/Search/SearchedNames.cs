using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Members;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Search;
using NodaTime;

namespace Bulletin.Api.Search;

/// <summary>Finds the people and topics that a search names.</summary>
internal sealed class SearchedNames(MemberLookup people, AllLimits limits, IGrainFactory grains)
{
    /// <summary>What a search costs beside the one token that every call does: it may read thousands of rows.</summary>
    private const int MoreTokens = 4;

    private const string Me = "me";

    /// <summary>The search with the ids of whatever it names, paid for by the caller.</summary>
    /// <returns>Null if it can find nothing: nobody of that name exists, or no such topic, or the caller may not see it.</returns>
    public async Task<SearchQuery?> Resolve(SearchText text, DateTimeZone zone, Actor caller, CancellationToken cancellationToken)
    {
        limits.Searching.Charge(caller.User.Id.ToString(), MoreTokens + text.In.Count);
        // Both are asked for, so that what is spent depends on the search alone.
        var authors = await People(text.From, caller, cancellationToken);
        var mentioned = await People(text.Mentions, caller, cancellationToken);
        var topics = await Topics(text.In, caller, cancellationToken);
        if (text.IsMine) authors = text.From.Count == 0 ? [caller.User.Id] : [.. authors.Where(id => id == caller.User.Id)];

        var isImpossible = text.From.Count > 0 && authors.Count == 0 || text.Mentions.Count > 0 && mentioned.Count == 0 || text.In.Count > 0 && topics.Count == 0;
        return isImpossible ? null : new(text.Texts, authors, topics, mentioned, text.Has, SearchDays.EndOf(text.After, zone), SearchDays.StartOf(text.Before, zone));
    }

    /// <summary>By username, each looked up, or by id, which closed accounts keep. No username is as long as an id.</summary>
    private async Task<IReadOnlyList<Guid>> People(IReadOnlyList<string> names, Actor caller, CancellationToken cancellationToken)
    {
        var ids = await Task.WhenAll(names.Select(name => name.ToLowerInvariant()).Distinct().Select(async name =>
            name == Me || name == Usernames.Key(caller.User.Username) ? caller.User.Id
            : Guid.TryParseExact(name, "D", out var id) ? id
            : (await people.Find(name, caller, cancellationToken))?.Id));
        return [.. ids.OfType<Guid>().Distinct()];
    }

    private async Task<IReadOnlyList<Guid>> Topics(IReadOnlyList<string> names, Actor caller, CancellationToken cancellationToken) =>
        names.Count == 0 ? [] : await grains.GetGrain<ISearchGrain>(0).Topics(caller.ActsAsAdmin ? null : caller.User.Id, names, CancellationToken.None).InTime(cancellationToken);
}
