using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Cluster.Status;

/// <summary>What a silo adds to the report of its process.</summary>
internal sealed class SiloReports(TopicsHere topics, ILocalSiloDetails silo) : IReportPart
{
    public ProcessReport AddTo(ProcessReport report) => report with
    {
        Silo = new(
            silo.SiloAddress.ToString(), topics.Count, topics.Waiting,
            [.. topics.Busiest(SiloReport.MostTopics).Select(topic => new BusyTopic(topic.TopicId, topic.Name, topic.Access, topic.ChangesPerMinute, topic.Waiting))]),
    };
}
