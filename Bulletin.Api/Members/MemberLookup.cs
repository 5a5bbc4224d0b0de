using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Members;

/// <summary>Finds the people whom a request names. Each may need a database read, so each spends from <see cref="AllLimits.Searching"/>.</summary>
internal sealed class MemberLookup(IGrainFactory grains, AllLimits limits, TimeProvider clock)
{
    /// <summary>How many people one request may name.</summary>
    public const int Most = 50;

    private const string Unknown = "Must hold only usernames of people who have an account.";

    /// <summary>The keys of usernames, each once, without that of the caller.</summary>
    /// <param name="usernames">In any case. Null for nobody.</param>
    /// <param name="field">The field of the request that holds them.</param>
    public static IReadOnlyList<string> Keys(IReadOnlyList<string?>? usernames, string field, Actor caller, ValidationErrors fields)
    {
        if (usernames is null) return [];
        var valid = fields.Require(usernames.Count <= Most, field, "Must not name more than 50 people.")
            && fields.Require(usernames.All(Usernames.IsValid), field, Unknown);
        return valid ? [.. usernames.Select(username => Usernames.Key(username!)).Distinct().Where(key => key != Usernames.Key(caller.User.Username))] : [];
    }

    /// <summary>People by the keys of their usernames, in the same order.</summary>
    /// <exception cref="ProblemException">With <c>validation_failed</c>, naming the field: somebody does not exist.</exception>
    public async Task<IReadOnlyList<User>> Find(IReadOnlyList<string> usernameKeys, string field, Actor caller, CancellationToken cancellationToken)
    {
        if (usernameKeys.Count == 0) return [];
        limits.Searching.Spend(caller.User.Id);
        limits.Searching.Charge(caller.User.Id.ToString(), usernameKeys.Count - 1);
        var found = await Task.WhenAll(usernameKeys.Select(key => Profile(key, cancellationToken)));
        return [.. found.Select(user => user ?? throw new ProblemException(Problems.ValidationFailed(field, Unknown)))];
    }

    /// <summary>One person by their username.</summary>
    /// <returns>Null if there is nobody of this name.</returns>
    public async Task<User?> Find(string username, Actor caller, CancellationToken cancellationToken)
    {
        limits.Searching.Spend(caller.User.Id);
        return Usernames.IsValid(username) ? await Profile(Usernames.Key(username), cancellationToken) : null;
    }

    private async Task<User?> Profile(string usernameKey, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IAccountGrain>(usernameKey);
        var outcome = await GrainCalls.UntilSettled(() => grain.Profile(CancellationToken.None), clock, cancellationToken);
        return outcome.Refusal == Refusal.UserNotFound ? null : outcome.OrThrow();
    }
}
