using System.Collections.Concurrent;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Directory;

/// <summary>
/// What waits to be reported to the members of private topics. Waits as one entry a topic, with the members as of its last change, and
/// goes out in one call a person: who was removed is told nothing of what comes after.
/// </summary>
/// <param name="capacity">How many entries may wait. While it is full, others are dropped: a person's list finds them in the index.</param>
internal sealed class PersonalReports(IGrainFactory grains, TimeProvider clock, int capacity)
{
    /// <summary>One post in a large topic makes hundreds of calls, which must not keep the silo from other work.</summary>
    private const int CallsAtOnce = 32;

    /// <summary>How many entries one round takes, each counted for each of its members. The rest waits for the next.</summary>
    private const int PerRound = 20_000;

    /// <summary>A person whose silo hangs must not keep the others waiting for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<Guid, (PersonalReport Report, IReadOnlyList<Guid> Members)> changed = [];
    private Dictionary<(Guid UserId, Guid TopicId), PersonalReport> owed = [];

    public bool HasMore
    {
        get { lock (gate) return changed.Count > 0; }
    }

    public void Changed(Topic topic, IReadOnlyList<Guid> members) => Put(topic.Id, new(topic), members);

    public void Removed(Guid topicId, IReadOnlyList<Guid> members) => Put(topicId, new(Topic: null), members);

    public void Left(Topic topic, Guid userId)
    {
        lock (gate) Owe(userId, topic.Id, new(topic, HasLeft: true));
    }

    public void Returned(Topic topic, Guid userId)
    {
        lock (gate) Owe(userId, topic.Id, new(topic, HasReturned: true));
    }

    /// <summary>Reports what waits, and returns once everybody has been told. What could not be reported waits again.</summary>
    /// <returns>How many people could not be told, and why the first of them.</returns>
    public async Task<(int Failed, Exception? Reason)> Report(CancellationToken cancellationToken)
    {
        ConcurrentQueue<Exception> failures = new();
        await Parallel.ForEachAsync(
            Take(), new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, async (person, cancellation) =>
            {
                try
                {
                    await grains.GetGrain<IUserGrain>(person.Key).Report(Change(person.Value), cancellation).WaitAsync(Patience, clock, cancellation);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                    lock (gate)
                        foreach (var (topicId, report) in person.Value) Owe(person.Key, topicId, report);
                }
            });
        return (failures.Count, failures.TryPeek(out var first) ? first : null);
    }

    private static UserChange Change(Dictionary<Guid, PersonalReport> reports) => new(
        [.. reports.Values.Where(report => !report.HasLeft || report.HasReturned).Select(report => report.Topic).OfType<Topic>()],
        [.. reports.Where(entry => entry.Value.Topic is null).Select(entry => entry.Key)],
        [.. reports.Values.Where(report => report.HasLeft).Select(report => report.Topic).OfType<Topic>()]);

    private void Put(Guid topicId, PersonalReport report, IReadOnlyList<Guid> members)
    {
        lock (gate)
            if (changed.ContainsKey(topicId) || changed.Count + owed.Count < capacity) changed[topicId] = (report, members);
    }

    private void Owe(Guid userId, Guid topicId, PersonalReport report)
    {
        if (owed.TryGetValue((userId, topicId), out var other)) owed[(userId, topicId)] = other.Or(report);
        else if (changed.Count + owed.Count < capacity) owed[(userId, topicId)] = report;
    }

    /// <summary>Takes what this round reports, for each person.</summary>
    private Dictionary<Guid, Dictionary<Guid, PersonalReport>> Take()
    {
        Dictionary<Guid, Dictionary<Guid, PersonalReport>> people = [];
        lock (gate)
        {
            foreach (var ((userId, topicId), report) in owed) Add(userId, topicId, report);
            var count = owed.Count;
            owed = [];
            Dictionary<Guid, (PersonalReport, IReadOnlyList<Guid>)> rest = [];
            foreach (var (topicId, entry) in changed)
            {
                if (count >= PerRound) rest[topicId] = entry;
                else foreach (var userId in entry.Members) Add(userId, topicId, entry.Report);
                count += entry.Members.Count;
            }
            changed = rest;
        }
        return people;

        void Add(Guid userId, Guid topicId, PersonalReport report)
        {
            if (!people.TryGetValue(userId, out var reports)) people[userId] = reports = [];
            reports[topicId] = reports.TryGetValue(topicId, out var other) ? other.Or(report) : report;
        }
    }
}

/// <param name="Topic">Null if it was removed for everybody.</param>
/// <param name="HasLeft">Whether the person has left it, or hidden it.</param>
/// <param name="HasReturned">Whether they have opened it again after they had hidden it. If both, the index knows which came last.</param>
internal sealed record PersonalReport(Topic? Topic, bool HasLeft = false, bool HasReturned = false)
{
    /// <summary>The later of two reports of one topic to one person, of which the other may come late.</summary>
    public PersonalReport Or(PersonalReport other)
    {
        if (Topic is not { } mine) return this;
        if (other.Topic is not { } theirs) return other;
        if (HasReturned || other.HasReturned) return new(theirs.Revision >= mine.Revision ? theirs : mine, HasLeft || other.HasLeft, HasReturned: true);
        return (HasLeft, other.HasLeft) switch
        {
            (true, _) => GoneTopics.IsBack(theirs, mine) ? other : this,
            (false, true) => GoneTopics.IsBack(mine, theirs) ? this : other,
            _ => (theirs.Revision, theirs.MembersVersion).CompareTo((mine.Revision, mine.MembersVersion)) >= 0 ? other : this,
        };
    }
}
