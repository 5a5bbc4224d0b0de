namespace Bulletin.Grains.Directory;

/// <summary>
/// How long a gateway's subscription to a person's topics lasts without renewal, and how often to renew it. There is one for each person
/// who is there, so it is renewed less often than those to topics. A silo that leaves the cluster is noticed otherwise, and at once.
/// </summary>
public static class PersonalWatch
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(70);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);
}
