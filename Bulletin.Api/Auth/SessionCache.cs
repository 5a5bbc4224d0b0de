using System.Security.Claims;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Auth;

/// <summary>
/// What this gateway knows of sessions. A check is valid for <see cref="Freshness"/>, so a session that ends anywhere ends here
/// within that time; one that ends here ends at once. While its grain can't be reached, the last result stands as long as the
/// token is valid.
/// </summary>
internal sealed class SessionCache(IGrainFactory grains, AccessTokens tokens, TimeProvider clock) : IDisposable
{
    /// <summary>Leaves room for the check itself and for <c>Live:SessionCheckSeconds</c>: within five seconds, nothing of an
    /// ended session is accepted anywhere.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(3);

    /// <summary>Users, each with a few sessions.</summary>
    private const int Capacity = 50_000;

    /// <summary>Per user. An account has fewer live sessions; ended ones are dropped with the rest.</summary>
    private const int SessionsOfUser = 64;

    private readonly MemoryCache _users = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <returns>Who the caller is now; null once the session is over. Also set on the caller.</returns>
    /// <exception cref="ProblemException">With <c>unavailable</c>: this session was never checked, and its grain can't be reached.</exception>
    public async ValueTask<Actor?> Check(Caller caller, CancellationToken cancellationToken)
    {
        var session = Find(caller);
        if (!session.IsFresh(clock)) await session.Ask(caller, grains, clock, cancellationToken);
        return caller.Latest = session.Actor;
    }

    /// <summary>Whether a recent check found the session live, so that no call is needed. Updates the caller.</summary>
    public bool IsLive(Caller caller)
    {
        var session = Find(caller);
        if (!session.IsFresh(clock) || session.Actor is not { } actor) return false;
        caller.Latest = actor;
        return true;
    }

    /// <summary>
    /// Whether the session behind a connection is live. Its token was verified when the connection was made, and is not verified again.
    /// Updates the caller (name, rights). Costs nothing if the session was checked within seconds.
    /// </summary>
    /// <returns>Also true while the session can't be checked: an outage is no reason to disconnect people.</returns>
    public async ValueTask<bool> IsLive(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (Caller.Of(principal) is not { } caller) return false;
        var known = caller.Latest;
        try
        {
            return await Check(caller, cancellationToken) is not null;
        }
        catch (ProblemException)
        {
            return known is not null;
        }
    }

    /// <summary>Drops what is known of a user after a change made here. It takes effect here at once, elsewhere within <see cref="Freshness"/>.</summary>
    public void Forget(Guid userId)
    {
        _users.Remove(userId);
        MayHaveEnded?.Invoke(userId);
    }

    /// <summary>Sessions of this user may have ended through this gateway: their connections are checked at once.</summary>
    public event Action<Guid>? MayHaveEnded;

    public void Dispose() => _users.Dispose();

    private KnownSession Find(Caller caller)
    {
        var sessions = _users.GetOrCreate(caller.UserId, entry =>
        {
            entry.Size = 1;
            entry.SlidingExpiration = tokens.Lifetime;
            return new Dictionary<Guid, KnownSession>();
        })!;
        lock (sessions)
        {
            if (sessions.TryGetValue(caller.SessionId, out var session)) return session;
            if (sessions.Count >= SessionsOfUser) sessions.Clear();
            return sessions[caller.SessionId] = new KnownSession();
        }
    }
}
