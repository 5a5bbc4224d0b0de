using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Topics.Mentions;

/// <summary>Whom a text mentions.</summary>
/// <param name="UserIds">Each once. Null for nobody.</param>
/// <param name="All">Whether it mentions everybody.</param>
internal readonly record struct Mentioned(IReadOnlyList<Guid>? UserIds, bool All);

/// <summary>Finds the people whom a text mentions, all at once. Names that nobody has are just text.</summary>
/// <remarks>This reads the database, so each name is charged to <see cref="AllLimits.Searching"/>. Nobody who owes that limit something mentions anybody:
/// a post without its mentions would notify nobody for good, so it is refused.</remarks>
internal sealed class MentionLookup(IGrainFactory grains, AllLimits limits, TimeProvider clock)
{
    /// <exception cref="ProblemException">With <c>rate_limited</c>; or with <c>unavailable</c>: nobody could be looked up.</exception>
    public ValueTask<Mentioned> Find(string text, Actor author, CancellationToken cancellationToken)
    {
        var mentioned = MentionedNames.In(text);
        return mentioned.Names.Count == 0 ? new(new Mentioned(UserIds: null, mentioned.All)) : new(LookUp(mentioned, author, cancellationToken));
    }

    private async Task<Mentioned> LookUp(MentionedNames mentioned, Actor author, CancellationToken cancellationToken)
    {
        limits.Searching.RequireNoDebt(author.User.Id);
        limits.Searching.Charge(author.User.Id.ToString(), mentioned.Names.Count);

        string[] keys = [.. mentioned.Names.SelectMany(name => (string?[])[name.Key, name.Shorter]).OfType<string>().Distinct()];
        var people = await GrainCalls.UntilAnswered(() => People(keys, cancellationToken), clock, cancellationToken);
        var ids = people.ToDictionary(person => Usernames.Key(person.Username), person => person.Id);
        Guid[] userIds = [.. mentioned.Names.Select(name => IdOf(name.Key) ?? IdOf(name.Shorter)).OfType<Guid>().Distinct()];
        return new(userIds.Length == 0 ? null : userIds, mentioned.All);

        Guid? IdOf(string? key) => key is not null && ids.TryGetValue(key, out var id) ? id : null;
    }

    private Task<IReadOnlyList<User>> People(string[] usernameKeys, CancellationToken cancellationToken) =>
        grains.GetGrain<IPeopleGrain>(0).ByNames(usernameKeys, CancellationToken.None)
            // Silos without mentions mention nobody.
            .OrOlder(() => Task.FromResult<IReadOnlyList<User>>([]), cancellationToken);
}
