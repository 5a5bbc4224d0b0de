namespace Bulletin.Grains.Cluster.Status;

/// <summary>A part of what a process says of itself: that of its silo, or of its gateway. Whoever adds one also adds <see cref="ProcessReports"/>.</summary>
public interface IReportPart
{
    ProcessReport AddTo(ProcessReport report);
}
