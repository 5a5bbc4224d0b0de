using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Reports;

/// <summary>Stores reports. Throws like the message log.</summary>
internal interface IReportStore
{
    /// <summary>How many open reports one person can have.</summary>
    const int MostOpen = 50;

    /// <summary>Stores a report. One person can report a message once.</summary>
    /// <returns>The stored report: this one, or the one that this person had made of this message before. Null if they have <see cref="MostOpen"/> open ones.</returns>
    Task<Report?> Create(Report report, CancellationToken cancellationToken);

    Task<Report?> Find(Guid id, CancellationToken cancellationToken);

    /// <param name="publicOnly">Whether to leave out reports from private topics and direct conversations.</param>
    Task<ListPage<Report>> List(ReportQuery query, bool publicOnly, CancellationToken cancellationToken);

    /// <summary>Stores the state, assignee and resolution of a report, if its state, assignee and resolution are still those of <paramref name="from"/>.</summary>
    /// <returns>False if somebody else has changed it meanwhile.</returns>
    Task<bool> Change(Report from, Report next, AuditEntry audit, CancellationToken cancellationToken);
}
