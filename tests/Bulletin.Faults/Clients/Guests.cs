namespace Bulletin.Faults.Clients;

/// <summary>Everybody about the private topics who comes and goes, and the owner who makes them.</summary>
internal static class Guests
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan MembersChangeEvery = TimeSpan.FromSeconds(1);

    /// <param name="guests">Members of all of these topics at first.</param>
    public static IEnumerable<Func<CancellationToken, Task>> Clients(Traffic traffic, Person owner, IReadOnlyList<Person> guests, IReadOnlyList<int> topics, Func<int> nextSeed)
    {
        foreach (var topic in topics) yield return new Owner(traffic, owner, topic, guests, MembersChangeEvery, nextSeed()).Run;
        foreach (var guest in guests)
        {
            yield return new Guest(traffic, guest, topics, ReadEvery, nextSeed()).Run;
            for (var gateway = 0; gateway < traffic.Balancer.Count; gateway++) yield return new GuestLine(traffic, guest, topics, gateway, nextSeed()).Run;
        }
    }
}
