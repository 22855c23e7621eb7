# Lowest cell, battery current and the four outputs that matter, over time. Called by render.sh.
set datafile separator ","
set terminal svg size 1000,520 font "Helvetica,13" background "#ffffff"
set output output_file
set xrange [0:840]
set xlabel "time in s"
set key off
set multiplot
set lmargin 18
set rmargin 3

set size 1,0.55
set origin 0,0.45
set ylabel "lowest cell in V" textcolor "#0b6e8f"
set y2label "battery current in A" textcolor "#b3541e"
set ytics nomirror
set y2tics
set rmargin 9
set yrange [2.4:3.4]
set y2range [-60:10]
set format x ""
set xlabel ""
plot trace every ::1 using ($1/1000):(column(cell)/1000) with lines lw 2 lc rgb "#0b6e8f", \
     trace every ::1 using ($1/1000):(column(current)/1000) axes x1y2 with lines lw 1 lc rgb "#b3541e"

set size 1,0.47
set origin 0,0
unset y2label
unset y2tics
unset ylabel
set format x "%g"
set xlabel "time in s"
set yrange [-0.3:8]
set ytics ("AUX" 0.5, "contactor" 2.5, "allow-to-discharge" 4.5, "pre-alarm" 6.5)
plot trace every ::1 using ($1/1000):(column(aux)) with steps lw 2 lc rgb "#334155", \
     trace every ::1 using ($1/1000):(column(coil)+2) with steps lw 2 lc rgb "#b91c1c", \
     trace every ::1 using ($1/1000):(column(permit)+4) with steps lw 2 lc rgb "#0b6e8f", \
     trace every ::1 using ($1/1000):(column(warning)+6) with steps lw 2 lc rgb "#d97706"
unset multiplot
