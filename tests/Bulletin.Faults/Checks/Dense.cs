namespace Bulletin.Faults.Checks;

/// <summary>Numbers without a gap and without a double, in the rows and in the head that counts them.</summary>
internal static class Dense
{
    public static IEnumerable<string> Check(Evidence evidence)
    {
        foreach (var topic in evidence.Stored.Topics)
        {
            var log = evidence.Logs.GetValueOrDefault(topic.Topic, []);
            for (var i = 0; i < log.Length; i++)
            {
                if (log[i].Seq == i + 1) continue;
                yield return $"topic {topic.Topic}: seq {i + 1} is followed by none or by two: there is {log[i].Seq}";
                break;
            }
            if (topic.Seq != log.Length) yield return $"topic {topic.Topic}: its head says {topic.Seq} messages, there are {log.Length}";

            foreach (var twice in log.GroupBy(m => m.Revision).Where(g => g.Count() > 1).Take(3))
                yield return $"topic {topic.Topic}: revision {twice.Key} belongs to seqs {string.Join(", ", twice.Select(m => m.Seq))}";
            if (log.Length > 0 && log.Max(m => m.Revision) != topic.Revision)
                yield return $"topic {topic.Topic}: its head is at revision {topic.Revision}, its messages reach {log.Max(m => m.Revision)}";

            // A change has one revision, however often it was tried, unless another came between two of its attempts.
            var changes = evidence.History.Changes.Where(c => c.Post.Topic == topic.Topic).ToArray();
            long atLeast = log.Length + changes.Count(c => c.IsAcked);
            long atMost = log.Length + changes.Sum(c => c.Attempts.Count);
            if (topic.Revision < atLeast || topic.Revision > atMost)
                yield return $"topic {topic.Topic}: {topic.Revision} revisions, though {atLeast} to {atMost} changes were made";
        }
    }
}
