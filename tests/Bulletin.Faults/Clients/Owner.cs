using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Owns a private topic: removes its guests and adds them again, one at a time. Each call is tried until it is answered.</summary>
internal sealed class Owner(Traffic traffic, Person person, int topic, IReadOnlyList<Person> guests, TimeSpan pause, int seed)
{
    private readonly Random random = new(seed);
    private readonly HashSet<Guid> removed = [];

    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await traffic.Gate.Enter(cancellationToken);
            try
            {
                await AddOrRemove(guests[random.Next(guests.Count)], cancellationToken);
            }
            finally
            {
                traffic.Gate.Leave();
            }
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }

    private async Task AddOrRemove(Person guest, CancellationToken cancellationToken)
    {
        var call = new MemberCall(topic, guest.Id, adds: removed.Contains(guest.Id));
        traffic.History.MemberCalls.Enqueue(call);
        while (true)
        {
            var attempt = await Try(call.Adds, guest, traffic.Balancer.Pick(random.Next(traffic.Balancer.Count)), cancellationToken);
            call.Add(attempt);
            if (attempt.Outcome == Outcome.Ok && !removed.Remove(guest.Id)) removed.Add(guest.Id);
            if (attempt.Outcome != Outcome.Unknown) return;
            await Task.Delay(random.Next(100, 250), cancellationToken);
        }
    }

    private async Task<Attempt> Try(bool adds, Person guest, int gateway, CancellationToken cancellationToken)
    {
        var path = $"topics/{traffic.TopicId(topic)}/members/{guest.Username}";
        return (adds
            ? await traffic.Rest.Send(HttpMethod.Put, gateway, path, person.Token, new { }, cancellationToken)
            : await traffic.Rest.Send(HttpMethod.Delete, gateway, path, person.Token, cancellationToken: cancellationToken)).Attempt;
    }
}
