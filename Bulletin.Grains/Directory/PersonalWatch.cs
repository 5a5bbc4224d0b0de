namespace Bulletin.Grains.Directory;

/// <summary>
/// How long a gateway's subscriptions to a person's topics, and to what is their own, last without renewal, and when to renew them. There are
/// some for each person who is there, so they are renewed less often than those to topics. A silo that leaves the cluster is noticed otherwise,
/// and at once.
/// </summary>
public static class PersonalWatch
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(70);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    /// <summary>When to renew one that was renewed now: at random, so that those that began together don't stay together.</summary>
    public static DateTimeOffset NextRenewal(TimeProvider clock) => clock.GetUtcNow() + RenewEvery * (0.8 + 0.2 * Random.Shared.NextDouble());
}
