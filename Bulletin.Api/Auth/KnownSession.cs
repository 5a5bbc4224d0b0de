using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Auth;

/// <summary>What a gateway knows of one session from its last check.</summary>
internal sealed class KnownSession
{
    /// <summary>How long a request waits for a check if an earlier result can stand in for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan PatienceWithoutAny = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private volatile Heard? _heard;
    private Task? _asking;

    /// <summary>Null once the session is over.</summary>
    public Actor? Actor => _heard?.Actor;

    public bool IsFresh(TimeProvider clock) => _heard is { } heard && clock.GetUtcNow() < heard.GoodUntil;

    /// <summary>Asks its grain, once for all waiting requests.</summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>: there is no answer, and there never was one.</exception>
    public async Task Ask(Caller caller, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task asking;
        lock (_gate) asking = _asking ??= Run(caller, grains, clock);
        try
        {
            await asking.WaitAsync(_heard is null ? PatienceWithoutAny : Patience, cancellationToken);
        }
        catch (Exception failure) when (IsOutage(failure))
        {
            lock (_gate)
            {
                if (_heard is not { } heard) throw new ProblemException(Problems.Unavailable());
                // The earlier result stands a moment longer, so that not every request waits for the outage.
                if (!IsFresh(clock)) _heard = heard with { GoodUntil = clock.GetUtcNow() + Patience };
            }
        }
    }

    private async Task Run(Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        await Task.Yield();
        try
        {
            // Taken before the call: a change made after it must not count as checked.
            var goodUntil = clock.GetUtcNow() + SessionCache.Freshness;
            var outcome = await grains.GetGrain<IAccountGrain>(caller.UsernameKey).Check(caller.UserId, caller.SessionId);
            lock (_gate) _heard = new(outcome.Value, goodUntil);
        }
        finally
        {
            lock (_gate) _asking = null;
        }
    }

    private static bool IsOutage(Exception failure) => failure is StorageUnavailableException || ProblemsOfExceptions.IsTransient(failure);

    private sealed record Heard(Actor? Actor, DateTimeOffset GoodUntil);
}
