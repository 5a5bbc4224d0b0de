using Bulletin.Grains.Following;

namespace Bulletin.Grains.Personal.Following;

/// <summary>
/// What could not be brought to people, until it can: each person is tried again by themselves, and nobody else waits. Topics are followed on
/// meanwhile, but their stored marks wait until nothing of them is left here: what a silo loses when it dies is found again.
/// </summary>
internal sealed class ParkedParcels(TimeProvider clock)
{
    /// <summary>How much may wait before no more is looked for; of one person, as many notifications as are kept of them.</summary>
    private const int Capacity = 200_000, OfPerson = 1_000;

    private const int TriedAtOnce = 2_000;

    /// <summary>What fails for this long, and not for want of storage, is a mistake that would fail for ever.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Backoff people = new(clock);
    private readonly Dictionary<Guid, Parcel> parcels = [];
    private readonly Dictionary<Guid, FollowMark> marks = [];
    private int count;

    public bool IsFull
    {
        get { lock (gate) return count >= Capacity; }
    }

    /// <summary>Whether something waits for this person. More of it must wait too.</summary>
    public bool Has(Guid userId) => people.Contains(userId);

    /// <summary>How far these topics were followed, as far as it is not stored.</summary>
    public IReadOnlyList<FollowMark> From(IReadOnlyList<Guid> topicIds)
    {
        lock (gate) return [.. topicIds.Select(topicId => marks.GetValueOrDefault(topicId) ?? FollowMark.AtStart(topicId))];
    }

    /// <summary>Parks what did not arrive of a round.</summary>
    /// <param name="reached">How far its topics were followed.</param>
    /// <returns>Of these, the marks of the topics of which nothing is parked.</returns>
    public IReadOnlyList<FollowMark> Park(IReadOnlyList<Parcel> failed, IReadOnlyList<FollowMark> reached)
    {
        lock (gate)
        {
            foreach (var parcel in failed)
            {
                Put(parcel.UserId, parcels.TryGetValue(parcel.UserId, out var earlier) ? earlier.With(parcel, OfPerson) : parcel);
                if (!people.Contains(parcel.UserId)) people.Failed(parcel.UserId, reason: null);
            }
            var parked = failed.SelectMany(parcel => parcel.TopicIds).ToHashSet();
            var waiting = reached.Where(mark => parked.Contains(mark.TopicId) || marks.ContainsKey(mark.TopicId)).ToArray();
            foreach (var mark in waiting) marks[mark.TopicId] = mark;
            return [.. reached.Except(waiting)];
        }
    }

    /// <summary>Takes out what is to be tried again now.</summary>
    public IReadOnlyList<Parcel> TakeDue()
    {
        lock (gate)
        {
            var due = people.Due(TriedAtOnce).Select(parcels.GetValueOrDefault).OfType<Parcel>().ToArray();
            foreach (var parcel in due) Put(parcel.UserId, null);
            return due;
        }
    }

    /// <summary>Puts back what failed again of what was taken out.</summary>
    /// <returns>What was given up.</returns>
    public IReadOnlyList<(Parcel Parcel, Exception? Reason)> Tried(IReadOnlyList<Parcel> taken, IReadOnlyList<(Parcel Parcel, Exception? Reason)> failed)
    {
        lock (gate)
        {
            var givenUp = failed.Where(one => one.Reason is not (null or StorageUnavailableException) && people.Age(one.Parcel.UserId) > GiveUp).ToArray();
            var left = failed.Except(givenUp).ToDictionary(one => one.Parcel.UserId);
            foreach (var userId in taken.Select(parcel => parcel.UserId))
            {
                if (left.TryGetValue(userId, out var one))
                {
                    Put(userId, parcels.TryGetValue(userId, out var later) ? one.Parcel.With(later, OfPerson) : one.Parcel);
                    people.Failed(userId, one.Reason);
                }
                // What came meanwhile is due at once.
                else if (!parcels.ContainsKey(userId)) people.Succeeded(userId);
            }
            return givenUp;
        }
    }

    /// <summary>The marks of the topics of which nothing is parked any more.</summary>
    public IReadOnlyList<FollowMark> Done()
    {
        lock (gate)
        {
            if (marks.Count == 0) return [];
            var parked = parcels.Values.SelectMany(parcel => parcel.TopicIds).ToHashSet();
            return [.. marks.Values.Where(mark => !parked.Contains(mark.TopicId))];
        }
    }

    /// <summary>These are stored now.</summary>
    public void Stored(IReadOnlyList<FollowMark> done)
    {
        lock (gate)
            foreach (var mark in done)
                if (marks.GetValueOrDefault(mark.TopicId) == mark) marks.Remove(mark.TopicId);
    }

    private void Put(Guid userId, Parcel? parcel)
    {
        count += (parcel?.Size ?? 0) - (parcels.GetValueOrDefault(userId)?.Size ?? 0);
        if (parcel is null) parcels.Remove(userId);
        else parcels[userId] = parcel;
    }
}
