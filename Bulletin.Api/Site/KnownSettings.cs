using Bulletin.Api.Http;
using Bulletin.Grains.Settings;

namespace Bulletin.Api.Site;

/// <summary>The settings of the site as this gateway knows them. They are asked for when somebody needs them, at most every <see cref="Freshness"/>;
/// in an outage the last known ones stand.</summary>
internal sealed class KnownSettings(IGrainFactory grains, TimeProvider clock)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>How long a request waits if earlier settings can stand in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private volatile Heard? _heard;
    private Task? _asking;

    /// <exception cref="ProblemException">With <c>unavailable</c>: they were never heard, and no silo can be reached.</exception>
    public async ValueTask<SiteSettings> Read(CancellationToken cancellationToken)
    {
        if (_heard is { } fresh && clock.GetUtcNow() < fresh.GoodUntil) return fresh.Settings;
        Task asking;
        lock (_gate) asking = _asking ??= Ask();
        try
        {
            await asking.WaitAsync(_heard is null ? GrainCalls.Deadline : Patience, cancellationToken);
        }
        catch (Exception failure) when (ProblemsOfExceptions.IsAway(failure))
        {
            if (_heard is not { } known) throw new ProblemException(Problems.Unavailable());
            // They stand a moment longer, so that not every request waits for the outage.
            _heard = known with { GoodUntil = clock.GetUtcNow() + Patience };
        }
        return _heard!.Settings;
    }

    /// <summary>Takes settings that were just changed through this gateway.</summary>
    public void Saw(SiteSettings settings) => _heard = new(settings, clock.GetUtcNow() + Freshness);

    private async Task Ask()
    {
        await Task.Yield();
        try
        {
            // Taken before the call: a change made after it must not count as heard.
            var goodUntil = clock.GetUtcNow() + Freshness;
            var (grain, before) = (grains.GetGrain<ISettingsGrain>(0), _heard);
            var settings = await grain.Get();
            // That silo has not heard yet of a change that this gateway knows; or the database was restored from a backup. Storage knows.
            if (settings.Version < before?.Settings.Version) settings = await grain.Read();
            // What was changed through this gateway meanwhile stands.
            _ = Interlocked.CompareExchange(ref _heard, new(settings, goodUntil), before);
        }
        finally
        {
            lock (_gate) _asking = null;
        }
    }

    private sealed record Heard(SiteSettings Settings, DateTimeOffset GoodUntil);
}
